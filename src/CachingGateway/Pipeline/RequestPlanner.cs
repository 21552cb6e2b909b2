using CachingGateway.Http;
using CachingGateway.Keys;
using CachingGateway.Observability;
using CachingGateway.Policies;

namespace CachingGateway.Pipeline;

/// <summary>Match → key: asks the policy about a request. Depends on nothing but the request's head and the policy.</summary>
internal static class RequestPlanner
{
    public static RequestPlan Plan(in RequestHead head, PolicySnapshot policy)
    {
        if (!CanonicalTarget.TryParse(head.RawTarget, out var target))
            return new RequestPlan(policy, null, null, CacheReason.AmbiguousTarget);
        if (!policy.TryMatch(head, target, out var match))
            return new RequestPlan(policy, null, null, CacheReason.NoRoute);
        var reason = Obstacle(head, match.Route);
        if (reason != CacheReason.None)
            return new RequestPlan(policy, match, null, reason);
        return match.Route.Key.Settings.Body == KeyBody.None || !HasBody(head.Headers)
            ? new RequestPlan(policy, match, match.Route.Key.Build(head, target, match.Values, default), CacheReason.None)
            : new RequestPlan(policy, match, null, CacheReason.None);
    }

    /// <summary>Completes a plan that waited for the request's body.</summary>
    /// <param name="body">The body's canonical form.</param>
    public static RequestPlan WithBody(RequestPlan plan, in RequestHead head, ReadOnlyMemory<byte> body)
    {
        if (!CanonicalTarget.TryParse(head.RawTarget, out var target) || plan.Match is not { } match)
            throw new InvalidOperationException("Only a plan that matched waits for a body.");
        return plan with { Key = match.Route.Key.Build(head, target, match.Values, body) };
    }

    /// <summary>RFC 9112 §6.3: a request has a body if it says so.</summary>
    public static bool HasBody(IHeaderDictionary headers) => headers.ContentLength > 0 || headers.TransferEncoding.Count > 0;

    private static CacheReason Obstacle(in RequestHead head, RouteRules route)
    {
        if (route.Mode == RouteMode.Off)
            return CacheReason.RouteOff;
        if (head.Headers.Upgrade.Count > 0)
            return CacheReason.Upgrade;
        if (route.Key.Settings.Body == KeyBody.None && HasBody(head.Headers))
            return CacheReason.RequestBody;
        // What must hold at the origin is the origin's to judge (RFC 9110 §13.1.1, §13.1.4).
        if (head.Headers.IfMatch.Count > 0 || head.Headers.IfUnmodifiedSince.Count > 0)
            return CacheReason.Precondition;
        return route.Key.Examine(head.Headers);
    }
}
