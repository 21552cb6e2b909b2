using CachingGateway.Http;
using CachingGateway.Observability;
using CachingGateway.Policies;

namespace CachingGateway.Freshness;

/// <summary>
/// Decides whether a response is stored. Four questions in this order; the first that objects gives the reason:
/// <list type="number">
/// <item>Does anybody forbid it (<see cref="StoreObstacles"/>)?</item>
/// <item>Is it whole in itself: no part of something, no endless stream, no trailers?</item>
/// <item>Is its status one that the route stores, and for how long?</item>
/// <item>Does its stated length fit the route?</item>
/// </list>
/// </summary>
internal static class Storability
{
    /// <param name="response">The head of the response.</param>
    /// <param name="rules">The route's.</param>
    /// <param name="draw">A random number, 0 ≤ draw &lt; 1, by which <see cref="RouteRules.Jitter"/> shortens.</param>
    public static StoreDecision Decide(in ResponseFacts response, RouteRules rules, double draw)
    {
        var directives = ResponseDirectives.Parse(response.Headers.CacheControl);
        var reason = StoreObstacles.Find(response, directives, rules);
        if (reason is CacheReason.None)
        {
            reason = ResponseShape.Fault(response);
        }

        if (reason is not CacheReason.None)
        {
            return StoreDecision.Refuse(reason);
        }

        var decision = rules.Freshness is FreshnessSource.Policy
            ? ByPolicy(response, rules, draw)
            : ByOrigin(response, directives, rules, draw);
        reason = ResponseShape.LengthFault(response.Headers.ContentLength, rules);
        return decision.IsStorable && reason is not CacheReason.None ? StoreDecision.Refuse(reason) : decision;
    }

    /// <summary>The policy's time runs from receipt: what the origin's caches counted before does not shorten it.</summary>
    private static StoreDecision ByPolicy(in ResponseFacts response, RouteRules rules, double draw) =>
        PolicyLifetime.For(response.Status, rules) is { } lifetime
            ? StoreDecision.Store(
                InitialAge.Of(response.Headers, response.ReceivedAt), PolicyLifetime.Jittered(lifetime, rules, draw))
            : StoreDecision.Refuse(CacheReason.Status);

    /// <summary>
    /// Only what a shared cache is told in so many words (RFC 9111 §4.2.1, without <c>Expires</c> and heuristics).
    /// </summary>
    private static StoreDecision ByOrigin(
        in ResponseFacts response, in ResponseDirectives directives, RouteRules rules, double draw)
    {
        if (response.Status != StatusCodes.Status200OK)
        {
            return StoreDecision.Refuse(CacheReason.Status);
        }

        if ((directives.SMaxAge ?? directives.MaxAge) is not { } stated)
        {
            return StoreDecision.Refuse(CacheReason.NoFreshness);
        }

        var age = InitialAge.Of(response.Headers, response.ReceivedAt);
        return StoreDecision.Store(age, PolicyLifetime.Jittered(PolicyLifetime.Clamp(stated, rules) - age, rules, draw));
    }
}
