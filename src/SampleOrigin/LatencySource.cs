namespace SampleOrigin;

/// <summary>How long an endpoint takes, in milliseconds, both ends included.</summary>
internal readonly record struct LatencyRange(int MinMs, int MaxMs);

/// <summary>Makes callers wait as the real system would: uniformly within a range, by a seeded generator.</summary>
internal sealed class LatencySource(SampleOriginOptions options)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(options.Seed);

    /// <summary>The next latency. The sequence depends on the seed and the order of calls alone.</summary>
    public TimeSpan Next(LatencyRange range)
    {
        double share;
        lock (_gate)
            share = _random.NextDouble();
        return TimeSpan.FromMilliseconds((range.MinMs + (share * (range.MaxMs - range.MinMs))) * options.LatencyScale);
    }

    public Task WaitAsync(LatencyRange range, CancellationToken cancellationToken)
    {
        var latency = Next(range);
        return latency > TimeSpan.Zero ? Task.Delay(latency, options.Time, cancellationToken) : Task.CompletedTask;
    }
}
