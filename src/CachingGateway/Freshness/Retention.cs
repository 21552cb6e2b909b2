using CachingGateway.Entries;
using CachingGateway.Policies;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Freshness;

/// <summary>For how long a response is worth keeping when it is not fresh any more.</summary>
internal static class Retention
{
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Most = TimeSpan.FromHours(1);

    /// <summary>
    /// As long as it may answer stale; and where the origin can be asked whether it still holds, or it may stand in for an origin
    /// that is out of reach, as long again as it was fresh, from ten minutes to an hour.
    /// </summary>
    public static TimeSpan For(in ResponseFacts response, TimeSpan lifetime, in ReuseTerms terms, RouteRules rules)
    {
        var stale = Longer(StaleUse.RefreshWindow(terms, rules), StaleUse.ErrorWindow(terms, rules));
        var isOfUse = HasValidator(response.Headers)
            || (rules.Freshness is FreshnessSource.Origin && terms.Rule is not (FreshnessRule.None or FreshnessRule.NoCache));
        return isOfUse ? Longer(stale, TimeSpan.FromTicks(Math.Clamp(lifetime.Ticks, Least.Ticks, Most.Ticks))) : stale;
    }

    private static bool HasValidator(IHeaderDictionary headers) =>
        headers.ETag.Count == 1 || headers[HeaderNames.LastModified].Count == 1;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
