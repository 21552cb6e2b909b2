using CachingGateway.Observability;

namespace CachingGateway.Management.Statistics;

/// <summary>What routes did.</summary>
[SnakeCase]
internal sealed record RoutesAnswer(DateTimeOffset Since, IReadOnlyList<RouteFigures> Routes);

/// <summary>What one route did since the process began.</summary>
[SnakeCase]
internal sealed record RouteFigures
{
    public required string Route { get; init; }

    public required long Requests { get; init; }

    public required long Hits { get; init; }

    public required long Misses { get; init; }

    public required long Stale { get; init; }

    public required long Revalidated { get; init; }

    public required long Bypass { get; init; }

    /// <summary>Answers of 5xx that the gateway had to make itself.</summary>
    public required long Errors { get; init; }

    public required double? HitRatePercent { get; init; }

    public required TimeFigures HitMs { get; init; }

    /// <summary>Until the head of the origin's answer.</summary>
    public required TimeFigures OriginMs { get; init; }

    /// <summary>Bytes that the origin did not have to send.</summary>
    public required long BytesSaved { get; init; }

    public required long BytesFromOrigin { get; init; }

    /// <summary>Answers by the reason that <c>Cache-Status</c> names.</summary>
    public required IReadOnlyDictionary<string, long> Reasons { get; init; }

    /// <summary>Why answers were not stored.</summary>
    public required IReadOnlyDictionary<string, long> Unstored { get; init; }

    public static RouteFigures Of(RouteStatistics route) => new()
    {
        Route = route.Route,
        Requests = route.Requests,
        Hits = route.Hits,
        Misses = route.Misses,
        Stale = route.Stale,
        Revalidated = route.Revalidated,
        Bypass = route.Bypassed,
        Errors = route.Errors.Values.Sum(),
        HitRatePercent = Counted.Percent(route.Hits + route.Stale, route.Requests - route.Bypassed),
        HitMs = TimeFigures.Of(route.HitTimes),
        OriginMs = TimeFigures.Of(route.OriginTimes),
        BytesSaved = route.BytesSaved,
        BytesFromOrigin = route.BytesFromOrigin,
        Reasons = Named(route.Reasons),
        Unstored = Named(route.Unstored),
    };

    private static Dictionary<string, long> Named(IReadOnlyDictionary<CacheReason, long> counts) =>
        counts.ToDictionary(count => count.Key.Token(), count => count.Value, StringComparer.Ordinal);
}

/// <summary>Times in milliseconds; <see langword="null"/>: there were none.</summary>
[SnakeCase]
internal sealed record TimeFigures(double? Mean, double? P99)
{
    public static TimeFigures Of(HistogramSnapshot times) => new(Milliseconds(times.Mean), Milliseconds(times.Quantile(0.99)));

    private static double? Milliseconds(TimeSpan? time) => time is { } known ? Math.Round(known.TotalMilliseconds, 3) : null;
}
