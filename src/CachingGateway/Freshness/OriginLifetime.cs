using CachingGateway.Entries;
using CachingGateway.Http;
using CachingGateway.Policies;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Freshness;

/// <summary>A freshness lifetime and the rule that gave it.</summary>
internal readonly record struct Lifetime(TimeSpan Time, FreshnessRule Rule);

/// <summary>
/// For how long a response is fresh by what its origin says (RFC 9111 §4.2.1), counted from its generation:
/// <list type="number">
/// <item><c>s-maxage</c>, else <c>max-age</c>, else <c>Expires</c> less <c>Date</c>; what is unusable is zero.</item>
/// <item>a tenth of the time between <c>Last-Modified</c> and <c>Date</c>, where the status allows it (§4.2.2);</item>
/// <item>the route's <c>statuses</c>, or its <c>ttl</c> for a 200.</item>
/// </list>
/// The route's <c>minTtl</c> and <c>maxTtl</c> bound whatever is found and is not zero.
/// </summary>
internal static class OriginLifetime
{
    /// <summary>The share of a response's age at its generation for which it may be taken to stay as it is: the RFC's example.</summary>
    private const int HeuristicShare = 10;

    /// <summary>No guess reaches further than a day.</summary>
    private static readonly TimeSpan LongestGuess = TimeSpan.FromDays(1);

    /// <returns><see langword="null"/>: nobody says anything.</returns>
    public static Lifetime? Of(in ResponseFacts response, in TargetedDirectives said, RouteRules rules) =>
        (Explicit(response, said) ?? Heuristic(response, said.Directives) ?? OfPolicy(response.Status, rules)) is { } found
            ? Bounded(found, rules)
            : null;

    /// <summary>Whether the status allows a heuristic (RFC 9110 §15.1).</summary>
    public static bool IsHeuristicallyCacheable(int status) =>
        status is 200 or 203 or 204 or 300 or 301 or 308 or 404 or 405 or 410 or 414 or 501;

    private static Lifetime? Explicit(in ResponseFacts response, in TargetedDirectives said)
    {
        if (said.Directives.SMaxAge is { } shared)
            return new Lifetime(shared, FreshnessRule.SMaxage);
        if (said.Directives.MaxAge is { } most)
            return new Lifetime(most, FreshnessRule.MaxAge);
        return !said.AreTargeted && response.Headers[HeaderNames.Expires] is { Count: > 0 } lines
            ? new Lifetime(UntilExpiry(response, lines), FreshnessRule.Expires)
            : null;
    }

    // §5.3: what is no date, "0" above all, lies in the past. §4.2.1: two dates contradict each other.
    private static TimeSpan UntilExpiry(in ResponseFacts response, Microsoft.Extensions.Primitives.StringValues lines) =>
        lines is [{ } text] && HttpDates.TryParse(text, response.ReceivedAt, out var expires) && expires > GeneratedAt(response)
            ? expires - GeneratedAt(response)
            : TimeSpan.Zero;

    private static Lifetime? Heuristic(in ResponseFacts response, in ResponseDirectives directives)
    {
        if (!IsHeuristicallyCacheable(response.Status) && !directives.Public)
            return null;
        if (!(response.Headers.LastModified is [{ } text] && HttpDates.TryParse(text, response.ReceivedAt, out var modified)))
            return null;
        var guess = (GeneratedAt(response) - modified) / HeuristicShare;
        return guess > TimeSpan.Zero ? new Lifetime(guess < LongestGuess ? guess : LongestGuess, FreshnessRule.Heuristic) : null;
    }

    private static Lifetime? OfPolicy(int status, RouteRules rules) =>
        PolicyLifetime.Stated(status, rules) is { } stated && stated.Time > TimeSpan.Zero ? stated : null;

    /// <summary>RFC 9110 §6.6.1: where there is no usable <c>Date</c>, the time of receipt stands for it.</summary>
    private static DateTimeOffset GeneratedAt(in ResponseFacts response) =>
        response.Headers.Date is [{ } text] && HttpDates.TryParse(text, response.ReceivedAt, out var date) ? date : response.ReceivedAt;

    private static Lifetime Bounded(in Lifetime found, RouteRules rules)
    {
        var bounded = PolicyLifetime.Clamp(found.Time, rules);
        return bounded == found.Time ? found
            : new Lifetime(bounded, bounded > found.Time ? FreshnessRule.MinTtl : FreshnessRule.MaxTtl);
    }
}
