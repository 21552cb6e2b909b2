using System.Threading.RateLimiting;

namespace CachingGateway.Policies;

/// <summary>At most <see cref="Count"/> in any window of <see cref="Window"/>.</summary>
internal readonly record struct RateLimit(int Count, TimeSpan Window)
{
    /// <summary>Heeds the limit, to a tenth of the window.</summary>
    /// <remarks>
    /// With a timer of its own. What the partitions of a limiter share ticks every 100 ms, which is a tenth of a second: ticks that came a
    /// little early were left out, and of 1,000 a second some 600 were let through.
    /// </remarks>
    public RateLimiter NewLimiter() => new SlidingWindowRateLimiter(new SlidingWindowRateLimiterOptions
    {
        PermitLimit = Count,
        Window = Window,
        SegmentsPerWindow = 10,
        QueueLimit = 0,
        AutoReplenishment = true,
    });
}
