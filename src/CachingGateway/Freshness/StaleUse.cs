using CachingGateway.Entries;
using CachingGateway.Http;
using CachingGateway.Policies;

namespace CachingGateway.Freshness;

/// <summary>
/// When a response that is not fresh any more may still be an answer (RFC 9111 §4.2.4, RFC 5861). What the origin forbids with
/// <c>must-revalidate</c>, <c>proxy-revalidate</c> or <c>no-cache</c> nobody allows; what it says in words goes before the route's word.
/// </summary>
internal static class StaleUse
{
    /// <summary>How long it may answer while one refresh runs (RFC 5861 §3).</summary>
    public static TimeSpan RefreshWindow(in ReuseTerms terms, RouteRules rules) =>
        terms.Has(ReuseFlags.NeverStale) ? TimeSpan.Zero : terms.StaleWhileRevalidate ?? rules.StaleWhileRevalidate;

    /// <summary>How long it may answer in place of an error (RFC 5861 §4).</summary>
    public static TimeSpan ErrorWindow(in ReuseTerms terms, RouteRules rules) =>
        terms.Has(ReuseFlags.NeverStale) ? TimeSpan.Zero : terms.StaleIfError ?? rules.StaleIfError;

    /// <summary>Whether it may answer now, while it is refreshed.</summary>
    public static bool WhileRefreshed(CacheEntry entry, RouteRules rules, long now, long frequency) =>
        IsWithin(RefreshWindow(entry.Terms, rules), entry, now, frequency);

    /// <summary>Whether it may answer in place of an origin that fails.</summary>
    /// <param name="asked">What the client takes (RFC 5861 §4).</param>
    /// <param name="isOutOfReach">The origin did not answer at all, which needs no word of anybody's (RFC 9111 §4.2.4).</param>
    public static bool InPlaceOfError(
        CacheEntry entry, RouteRules rules, in RequestDirectives asked, bool isOutOfReach, long now, long frequency) =>
        IsWithin(ErrorWindow(entry.Terms, rules), entry, now, frequency)
        || (asked.StaleIfError is { } window && ForClient(entry, rules, window, now, frequency))
        || (isOutOfReach && MayBeStaleUnasked(entry, rules) && now < entry.KeepUntil);

    /// <summary>Whether it may answer a client that takes what is stale for so long (RFC 9111 §5.2.1.2).</summary>
    public static bool ForClient(CacheEntry entry, RouteRules rules, TimeSpan maxStale, long now, long frequency) =>
        MayBeStaleUnasked(entry, rules) && IsWithin(maxStale, entry, now, frequency);

    // Where the policy gives the time to live, it gives the time beyond it as well; and what an event has made stale is not what
    // the origin would be content with.
    private static bool MayBeStaleUnasked(CacheEntry entry, RouteRules rules) =>
        rules.Freshness is FreshnessSource.Origin
        && entry.SoftSince == 0
        && !entry.Terms.Has(ReuseFlags.NeverStale | ReuseFlags.StaleByWordOnly);

    private static bool IsWithin(TimeSpan window, CacheEntry entry, long now, long frequency) =>
        window > TimeSpan.Zero && now < Age.Shift(entry.StaleFrom, window, frequency);
}
