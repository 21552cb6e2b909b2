using System.Threading.RateLimiting;
using CachingGateway.Policies;
using CachingGateway.Policies.Events;

namespace CachingGateway.Invalidation.Events;

/// <summary>How many webhooks of each source are taken. Only those whose signature is right count.</summary>
internal sealed class EventLimiter : IDisposable
{
    private readonly PartitionedRateLimiter<EventSource> _limiter = PartitionedRateLimiter.Create<EventSource, (string, RateLimit)>(
        source => RateLimitPartition.Get((source.Name, source.Limit), static key => key.Item2.NewLimiter()));

    /// <summary>Whether one more may be taken; it counts as taken if so.</summary>
    /// <param name="retryAfter">When to ask again, if not.</param>
    public bool Allows(EventSource source, out TimeSpan retryAfter)
    {
        using var lease = _limiter.AttemptAcquire(source);
        retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : source.Limit.Window;
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
