namespace CachingGateway.Observability;

/// <summary>Counts what one route does. A hit costs it three additions on cells of the processor's own, and no lock.</summary>
internal sealed class RouteMeter(string route, long frequency)
{
    private static readonly int Reasons = Enum.GetValues<CacheReason>().Length;

    private readonly StripedCounts _bytes = new(Enum.GetValues<BodySource>().Length);

    // Nobody is so quick at what is not a hit that its processors would wait for each other here.
    private readonly long[] _others = new long[CacheOutcomes.Count];
    private readonly long[] _reasons = new long[Reasons];
    private readonly long[] _errors = new long[Reasons];
    private readonly long[] _unstored = new long[Reasons];

    public string Route => route;

    /// <summary>The times of hits, of which each is one.</summary>
    public StripedHistogram HitTimes { get; } = new(MetricBuckets.Hits, frequency);

    /// <summary>The times of calls to the origin.</summary>
    public StripedHistogram OriginTimes { get; } = new(MetricBuckets.Origin, frequency);

    /// <summary>A request was answered from memory, fresh.</summary>
    /// <param name="bytes">Of the body.</param>
    /// <param name="ticks">How long it took.</param>
    public void CountHit(long bytes, long ticks)
    {
        HitTimes.Record(ticks);
        _bytes.Add((int)BodySource.Cache, bytes);
    }

    /// <summary>A request was answered, and not by a hit.</summary>
    public void Count(CacheOutcome outcome) => Interlocked.Increment(ref _others[(int)outcome]);

    /// <summary>A request was answered with a reason.</summary>
    public void CountReason(CacheReason reason) => Interlocked.Increment(ref _reasons[(int)reason]);

    public void CountBytes(BodySource source, long bytes) => _bytes.Add((int)source, bytes);

    /// <summary>The gateway had to make an answer of 5xx itself.</summary>
    public void CountError(CacheReason reason) => Interlocked.Increment(ref _errors[(int)reason]);

    /// <summary>What was fetched to be stored was not.</summary>
    public void CountUnstored(CacheReason reason) => Interlocked.Increment(ref _unstored[(int)reason]);

    public RouteStatistics Read()
    {
        var (hitTimes, others) = (HitTimes.Read(), _others);
        return new RouteStatistics
        {
            Route = route,
            Hits = hitTimes.Count,
            Misses = Of(CacheOutcome.Miss),
            Stale = Of(CacheOutcome.Stale),
            Revalidated = Of(CacheOutcome.Revalidated),
            Bypassed = Of(CacheOutcome.Bypass),
            Reasons = Named(_reasons),
            Errors = Named(_errors),
            Unstored = Named(_unstored),
            HitTimes = hitTimes,
            OriginTimes = OriginTimes.Read(),
            BytesFromCache = _bytes.Sum((int)BodySource.Cache),
            BytesShared = _bytes.Sum((int)BodySource.Shared),
            BytesFromOrigin = _bytes.Sum((int)BodySource.Origin),
        };

        long Of(CacheOutcome outcome) => Volatile.Read(ref others[(int)outcome]);
    }

    private static Dictionary<CacheReason, long> Named(long[] counts)
    {
        var named = new Dictionary<CacheReason, long>();
        for (var i = 0; i < counts.Length; i++)
        {
            if (Volatile.Read(ref counts[i]) is > 0 and var count)
                named.Add((CacheReason)i, count);
        }

        return named;
    }
}
