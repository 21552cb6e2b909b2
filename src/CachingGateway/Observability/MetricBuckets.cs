namespace CachingGateway.Observability;

/// <summary>The upper bounds of histograms' buckets, in seconds.</summary>
internal static class MetricBuckets
{
    /// <summary>Of hits, which take microseconds.</summary>
    public static readonly double[] Hits =
        [0.000002, 0.000005, 0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.01, 0.1];

    /// <summary>Of look-ups in Redis, which take a millisecond, and with the breaker 200 at most.</summary>
    public static readonly double[] StoreReads =
        [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25];

    /// <summary>Of calls to the origin.</summary>
    public static readonly double[] Origin =
        [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    /// <summary>Of invalidations until everybody knows: milliseconds, or 2.4 s where somebody does not answer.</summary>
    public static readonly double[] Invalidations =
        [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];
}
