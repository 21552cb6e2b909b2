using CachingGateway.Entries;
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
        var said = rules.Freshness is FreshnessSource.Origin
            ? TargetedDirectives.Read(response.Headers)
            : new TargetedDirectives(ResponseDirectives.Parse(response.Headers.CacheControl), false);
        var reason = StoreObstacles.Find(response, said.Directives, rules);
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
            : ByOrigin(response, said, rules, draw);
        reason = ResponseShape.LengthFault(response.Headers.ContentLength, rules);
        return decision.IsStorable && reason is not CacheReason.None ? StoreDecision.Refuse(reason) : decision;
    }

    /// <summary>The policy's time runs from receipt: what the origin's caches counted before does not shorten it.</summary>
    private static StoreDecision ByPolicy(in ResponseFacts response, RouteRules rules, double draw)
    {
        if (PolicyLifetime.Stated(response.Status, rules) is not { } stated)
            return StoreDecision.Refuse(CacheReason.Status);
        var lifetime = PolicyLifetime.Clamp(stated.Time, rules);
        var age = InitialAge.Of(response.Headers, response.ReceivedAt, TimeSpan.Zero);
        var decision = StoreDecision.Store(age, PolicyLifetime.Jittered(lifetime, rules, draw));
        var terms = new ReuseTerms { Rule = stated.Rule };
        return decision with { Terms = terms, Keep = Retention.For(response, lifetime, terms, rules) };
    }

    /// <summary>RFC 9111 §3 and §4.2, for what no obstacle forbids.</summary>
    private static StoreDecision ByOrigin(
        in ResponseFacts response, in TargetedDirectives said, RouteRules rules, double draw)
    {
        // RFC 6585: these four are never stored. And "0s" says the same of a status, whatever the origin says.
        if (response.Status is 428 or 429 or 431 or 511)
            return StoreDecision.Refuse(CacheReason.Status);
        if (rules.Statuses.For(response.Status) == TimeSpan.Zero)
            return StoreDecision.Refuse(CacheReason.ZeroTtl);
        var found = OriginLifetime.Of(response, said, rules);
        var isStorable = found is not null || said.Directives.Public || OriginLifetime.IsHeuristicallyCacheable(response.Status);
        if (!isStorable)
            return StoreDecision.Refuse(CacheReason.NoFreshness);
        var lifetime = found ?? new Lifetime(TimeSpan.Zero, FreshnessRule.None);
        var mustAsk = said.Directives.NoCache && !rules.Override.HasFlag(Obstacles.NoCache);
        if (mustAsk)
            lifetime = new Lifetime(TimeSpan.Zero, FreshnessRule.NoCache);
        var age = InitialAge.Of(response.Headers, response.ReceivedAt, response.Delay);
        var terms = OriginTerms.Of(said.Directives, lifetime.Rule, mustAsk);
        var left = PolicyLifetime.Jittered(lifetime.Time - age, rules, draw);
        var decision = StoreDecision.Retain(age, left) with { Terms = terms, Keep = Retention.For(response, lifetime.Time, terms, rules) };
        return decision.IsStorable ? decision : StoreDecision.Refuse(
            mustAsk ? CacheReason.NoCache : found is null ? CacheReason.NoFreshness : CacheReason.ZeroTtl);
    }
}
