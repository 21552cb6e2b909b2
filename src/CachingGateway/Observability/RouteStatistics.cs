namespace CachingGateway.Observability;

/// <summary>What one route did since the process began; over reloads, as long as it keeps its name.</summary>
internal sealed record RouteStatistics
{
    /// <summary>The route's name; <see cref="RouteMeters.NoRoute"/> and <see cref="RouteMeters.OtherRoutes"/> are none of the policy's.</summary>
    public required string Route { get; init; }

    public required long Hits { get; init; }

    public required long Misses { get; init; }

    public required long Stale { get; init; }

    public required long Revalidated { get; init; }

    public required long Bypassed { get; init; }

    /// <summary>Answers with a reason, as <c>Cache-Status</c> says it.</summary>
    public required IReadOnlyDictionary<CacheReason, long> Reasons { get; init; }

    /// <summary>Answers of 5xx that the gateway had to make itself.</summary>
    public required IReadOnlyDictionary<CacheReason, long> Errors { get; init; }

    /// <summary>Answers that were fetched to be stored, and were not.</summary>
    public required IReadOnlyDictionary<CacheReason, long> Unstored { get; init; }

    /// <summary>How long hits took: mean, and 99th percentile by <c>Quantile(0.99)</c>.</summary>
    public required HistogramSnapshot HitTimes { get; init; }

    /// <summary>How long the origin took to the head of its answer.</summary>
    public required HistogramSnapshot OriginTimes { get; init; }

    /// <summary>Bytes of bodies sent from what is stored.</summary>
    public required long BytesFromCache { get; init; }

    /// <summary>Bytes of bodies sent from a fetch that another request caused.</summary>
    public required long BytesShared { get; init; }

    public required long BytesFromOrigin { get; init; }

    /// <summary>Bytes that the origin did not have to send.</summary>
    public long BytesSaved => BytesFromCache + BytesShared;

    public long Requests => Hits + Misses + Stale + Revalidated + Bypassed;

    /// <summary>
    /// The share of requests answered from what is stored, 0 to 1, among those that were looked up; <see langword="null"/>: none was.
    /// </summary>
    public double? HitRate =>
        Requests - Bypassed is > 0 and var lookedUp ? (Hits + Stale) / (double)lookedUp : null;

    public long Count(CacheOutcome outcome) => outcome switch
    {
        CacheOutcome.Hit => Hits,
        CacheOutcome.Miss => Misses,
        CacheOutcome.Bypass => Bypassed,
        CacheOutcome.Stale => Stale,
        _ => Revalidated,
    };
}
