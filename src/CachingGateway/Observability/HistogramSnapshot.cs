namespace CachingGateway.Observability;

/// <summary>What a <see cref="StripedHistogram"/> held at one moment; times in seconds.</summary>
/// <param name="Bounds">The upper bound of each bucket but the last.</param>
/// <param name="Counts">How many times fell into each bucket.</param>
/// <param name="Sums">The sum of the times in each bucket.</param>
internal sealed record HistogramSnapshot(IReadOnlyList<double> Bounds, IReadOnlyList<long> Counts, IReadOnlyList<double> Sums)
{
    public long Count => Counts.Sum();

    /// <summary>The arithmetic mean; <see langword="null"/>: nothing was recorded.</summary>
    public TimeSpan? Mean => Count is > 0 and var count ? TimeSpan.FromSeconds(Sums.Sum() / count) : null;

    /// <summary>
    /// The time that this share of all were not above, as exact as the buckets are: within one it is taken for evenly spread, as
    /// Prometheus does, and in the last, which has no bound, for its mean.
    /// </summary>
    /// <param name="share">Above 0, at most 1.</param>
    public TimeSpan? Quantile(double share)
    {
        var rank = share * Count;
        if (rank <= 0)
            return null;
        var (below, bucket) = (0L, 0);
        while (bucket < Bounds.Count && below + Counts[bucket] < rank)
            below += Counts[bucket++];
        if (bucket == Bounds.Count)
            return TimeSpan.FromSeconds(Sums[bucket] / Math.Max(1, Counts[bucket]));
        var least = bucket == 0 ? 0 : Bounds[bucket - 1];
        return TimeSpan.FromSeconds(least + ((Bounds[bucket] - least) * (rank - below) / Counts[bucket]));
    }
}
