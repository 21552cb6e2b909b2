using CachingGateway.Entries;
using CachingGateway.Policies;

namespace CachingGateway.Freshness;

/// <summary>The time to live that a route gives to a status.</summary>
internal static class PolicyLifetime
{
    /// <summary>
    /// What <c>statuses</c> says, else <c>ttl</c> for a 200, between <c>minTtl</c> and <c>maxTtl</c>; zero: do not store.
    /// <see langword="null"/>: the route does not store this status.
    /// </summary>
    public static TimeSpan? For(int status, RouteRules rules) =>
        Stated(status, rules) is { } stated ? Clamp(stated.Time, rules) : null;

    /// <summary>The same without bounds, and with the member that says so.</summary>
    public static Lifetime? Stated(int status, RouteRules rules) => rules.Statuses.For(status) switch
    {
        { } stated when IsOfTheKey(status, rules.Statuses) => new Lifetime(stated, FreshnessRule.Statuses),
        null when status == StatusCodes.Status200OK => new Lifetime(rules.Ttl, FreshnessRule.Ttl),
        _ => null,
    };

    /// <summary>Between the route's least and most. Zero stays zero: it says "do not store", not "briefly".</summary>
    public static TimeSpan Clamp(TimeSpan lifetime, RouteRules rules)
    {
        if (lifetime <= TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        var raised = lifetime < rules.MinTtl ? rules.MinTtl : lifetime;
        return raised > rules.MaxTtl ? rules.MaxTtl : raised;
    }

    /// <summary>
    /// Shortened by up to <see cref="RouteRules.Jitter"/> of it; never lengthened, never from something to nothing.
    /// </summary>
    /// <param name="lifetime">Any.</param>
    /// <param name="rules">The route's.</param>
    /// <param name="draw">A random number, 0 ≤ draw &lt; 1; others count as the nearest.</param>
    public static TimeSpan Jittered(TimeSpan lifetime, RouteRules rules, double draw)
    {
        var share = Math.Clamp(rules.Jitter, 0, 1) * Math.Clamp(draw, 0, 1);
        if (lifetime <= TimeSpan.Zero || !(share > 0))
        {
            return lifetime;
        }

        var shortened = TimeSpan.FromTicks(lifetime.Ticks - (long)(lifetime.Ticks * share));
        var least = rules.MinTtl < lifetime ? rules.MinTtl : lifetime;
        return shortened > least ? shortened : TimeSpan.FromTicks(Math.Max(least.Ticks, 1));
    }

    /// <summary>
    /// Some statuses speak of the one request (its credentials, its headers' size, its rate), of which not all is keyed:
    /// stored, one client's fault would be everybody's answer. A class such as <c>4xx</c> does not mean them; who does
    /// want one names it.
    /// </summary>
    private static bool IsOfTheKey(int status, StatusTtls statuses) => status is not
        (400 or 401 or 407 or 408 or (>= 411 and <= 417) or 421 or 425 or 426 or 428 or 429 or 431 or 511)
        || statuses.IsExact(status);
}
