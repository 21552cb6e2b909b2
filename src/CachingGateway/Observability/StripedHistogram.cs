namespace CachingGateway.Observability;

/// <summary>
/// Times by the buckets they fall into. Recording is two interlocked additions on cells of the processor's own: no lock, no allocation.
/// </summary>
/// <param name="bounds">The upper bound of each bucket but the last, in seconds, ascending; a bound belongs to its bucket.</param>
/// <param name="frequency">Ticks per second of the times recorded.</param>
internal sealed class StripedHistogram(double[] bounds, long frequency)
{
    private readonly long[] _bounds = [.. bounds.Select(bound => (long)(bound * frequency))];

    // First how many times fell into each bucket, then the sum of those.
    private readonly StripedCounts _cells = new(2 * (bounds.Length + 1));

    public void Record(long ticks)
    {
        var bucket = 0;
        while (bucket < _bounds.Length && ticks > _bounds[bucket])
            bucket++;
        var own = _cells.Own;
        Interlocked.Increment(ref own[bucket]);
        Interlocked.Add(ref own[_bounds.Length + 1 + bucket], ticks);
    }

    public HistogramSnapshot Read()
    {
        var (counts, sums) = (new long[_bounds.Length + 1], new double[_bounds.Length + 1]);
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = _cells.Sum(i);
            sums[i] = _cells.Sum(counts.Length + i) / (double)frequency;
        }

        return new HistogramSnapshot(bounds, counts, sums);
    }
}
