namespace CachingGateway.Policies;

/// <summary>Times to live by exact status (<c>404</c>) or class (<c>5xx</c>); the exact one wins.</summary>
internal sealed class StatusTtls(IReadOnlyDictionary<int, TimeSpan> exact, IReadOnlyDictionary<int, TimeSpan> classes)
{
    public static StatusTtls Empty { get; } = new(new Dictionary<int, TimeSpan>(), new Dictionary<int, TimeSpan>());

    /// <summary>The time to live stated for a status, or <see langword="null"/> when none is.</summary>
    public TimeSpan? For(int status) =>
        exact.TryGetValue(status, out var ttl) || classes.TryGetValue(status / 100, out ttl) ? ttl : null;

    /// <summary>Whether the status is named itself, not only its class.</summary>
    public bool IsExact(int status) => exact.ContainsKey(status);
}
