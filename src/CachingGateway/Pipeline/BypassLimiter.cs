using System.Net;
using System.Threading.RateLimiting;
using CachingGateway.Http;
using CachingGateway.Policies;

namespace CachingGateway.Pipeline;

/// <summary>How often one client address may ask past the cache, by route.</summary>
internal sealed class BypassLimiter : IDisposable
{
    private readonly PartitionedRateLimiter<(string Route, RateLimit Limit, IPAddress Client)> _limiter =
        PartitionedRateLimiter.Create<(string Route, RateLimit Limit, IPAddress Client), (string, RateLimit, IPAddress)>(request =>
            RateLimitPartition.Get(request, static key => key.Item2.NewLimiter()));

    /// <summary>Whether this request may; it counts as one if so.</summary>
    public bool Allows(RouteRules route, IPAddress? client)
    {
        if (route.BypassLimit is not { } limit)
            return true;
        using var lease = _limiter.AttemptAcquire((route.Name, limit, ClientNetwork.Of(client)));
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
