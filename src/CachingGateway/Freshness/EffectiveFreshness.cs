using CachingGateway.Entries;
using CachingGateway.Policies;

namespace CachingGateway.Freshness;

/// <summary>
/// How long a stored response is fresh under the rules of now: a policy that has become stricter counts at once.
/// </summary>
internal static class EffectiveFreshness
{
    /// <summary>
    /// The earlier of what was granted when it was stored and of what the rules would grant now, as a timestamp. A more
    /// generous policy lengthens nothing, and jitter is not drawn again. Needed once per policy, not per hit.
    /// </summary>
    public static long Until(CacheEntry entry, RouteRules rules, long frequency)
    {
        var receivedAt = entry.BornAt + entry.InitialAge;
        var granted = rules.Freshness is FreshnessSource.Policy
            ? PolicyLifetime.For(entry.Status, rules) ?? TimeSpan.Zero
            : rules.MaxTtl;
        return Math.Min(entry.FreshUntil, Age.Shift(receivedAt, granted, frequency));
    }
}
