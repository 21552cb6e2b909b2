using CachingGateway.Policies;

namespace CachingGateway.UnitTests.Freshness;

/// <summary>Routes for decisions that do not look at the key.</summary>
internal static class TestRules
{
    public static RouteRules Policy { get; } = new() { Name = "test", Key = null!, Fingerprint = 1 };

    public static RouteRules Explicit { get; } = Policy with { Freshness = FreshnessSource.Origin, Ttl = TimeSpan.Zero };

    /// <summary><c>"404": "60s"</c> exact, <c>"5xx": "0s"</c> a class.</summary>
    public static StatusTtls Statuses(params string[] members)
    {
        var split = members.Select(member => member.Split('=')).ToArray();
        return new StatusTtls(Of(isClass: false), Of(isClass: true));

        Dictionary<int, TimeSpan> Of(bool isClass) =>
            split.Where(member => member[0].EndsWith("xx", StringComparison.Ordinal) == isClass)
                .ToDictionary(
                    member => isClass ? member[0][0] - '0' : int.Parse(member[0]),
                    member => TimeSpan.FromSeconds(int.Parse(member[1])));
    }
}
