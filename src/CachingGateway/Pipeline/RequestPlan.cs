using CachingGateway.Keys;
using CachingGateway.Observability;
using CachingGateway.Policies;

namespace CachingGateway.Pipeline;

/// <summary>What the policy says of a request, before anything is looked up. Immutable: equal requests share it.</summary>
/// <param name="Policy">The policy that says so.</param>
/// <param name="Match">The route that matches, if one does.</param>
/// <param name="Key">The key, where the request is to be looked up.</param>
/// <param name="Reason">Why it is not looked up; <see cref="CacheReason.None"/>: it is, once its body is known if that is keyed.</param>
internal sealed record RequestPlan(PolicySnapshot Policy, RouteMatch? Match, RequestKey? Key, CacheReason Reason)
{
    /// <summary>Counts what the route does; <see langword="null"/>: nothing is to be counted.</summary>
    public RouteMeter? Meter { get; init; }

    /// <summary>The key waits for the request's body.</summary>
    public bool NeedsBody => Reason == CacheReason.None && Key is null;
}
