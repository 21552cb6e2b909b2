using System.Globalization;

namespace CachingGateway.Policies;

/// <summary>Times to live by exact status (<c>404</c>) or class (<c>5xx</c>); the exact one wins.</summary>
internal sealed class StatusTtls(IReadOnlyDictionary<int, TimeSpan> exact, IReadOnlyDictionary<int, TimeSpan> classes)
{
    public static StatusTtls Empty { get; } = new(new Dictionary<int, TimeSpan>(), new Dictionary<int, TimeSpan>());

    /// <summary>From the policy's own members: <c>"404"</c>, <c>"5xx"</c>.</summary>
    public static StatusTtls Of(IReadOnlyList<KeyValuePair<string, TimeSpan>> members)
    {
        // A class never stores what cannot stand for a whole response (RFC 9110 §15.3.7, §15.4.5).
        var exact = new Dictionary<int, TimeSpan> { [206] = TimeSpan.Zero, [304] = TimeSpan.Zero };
        var classes = new Dictionary<int, TimeSpan>();
        foreach (var (status, ttl) in members)
        {
            if (status.EndsWith("xx", StringComparison.Ordinal))
                classes[status[0] - '0'] = ttl;
            else
                exact[int.Parse(status, CultureInfo.InvariantCulture)] = ttl;
        }

        return members.Count == 0 ? Empty : new StatusTtls(exact, classes);
    }

    /// <summary>The time to live stated for a status, or <see langword="null"/> when none is.</summary>
    public TimeSpan? For(int status) =>
        exact.TryGetValue(status, out var ttl) || classes.TryGetValue(status / 100, out ttl) ? ttl : null;

    /// <summary>What is stated, as the policy writes it: each status (<c>404</c>) and then each class (<c>5xx</c>), in order.</summary>
    public IEnumerable<KeyValuePair<string, TimeSpan>> Stated =>
        exact.Where(pair => pair is not { Key: 206 or 304, Value.Ticks: 0 }).OrderBy(pair => pair.Key).Select(pair => KeyValuePair.Create(pair.Key.ToString(CultureInfo.InvariantCulture), pair.Value))
            .Concat(classes.OrderBy(pair => pair.Key).Select(pair => KeyValuePair.Create($"{pair.Key}xx", pair.Value)));

    /// <summary>Whether the status is named itself, not only its class.</summary>
    public bool IsExact(int status) => exact.ContainsKey(status);
}
