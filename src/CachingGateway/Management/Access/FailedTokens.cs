using System.Net;
using System.Threading.RateLimiting;
using CachingGateway.Http;

namespace CachingGateway.Management.Access;

/// <summary>How many wrong tokens one client may send: ten within a minute. After that none of its tokens is looked at for a while.</summary>
internal sealed class FailedTokens : IDisposable
{
    public const int Most = 10;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(
        client => RateLimitPartition.GetSlidingWindowLimiter(client, static _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = Most,
            Window = Window,
            SegmentsPerWindow = 12,
            QueueLimit = 0,
        }));

    /// <summary>Whether a token of this client is looked at; if not, when one will be.</summary>
    public bool MayTry(IPAddress? client, out TimeSpan retryAfter)
    {
        // No permit is taken: it is asked whether there is one.
        using var lease = _limiter.AttemptAcquire(ClientNetwork.Of(client), permitCount: 0);
        retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
        return lease.IsAcquired;
    }

    public void Count(IPAddress? client) => _limiter.AttemptAcquire(ClientNetwork.Of(client)).Dispose();

    public void Dispose() => _limiter.Dispose();
}
