using CachingGateway.Observability;

namespace CachingGateway.Management.Statistics;

/// <summary>What all routes together have counted, or counted between two moments.</summary>
internal readonly record struct Counted(
    long Hits, long Misses, long Bypass, long Stale, long Revalidated, long Errors, long OriginCalls, long BytesSaved)
{
    public long Requests => Hits + Misses + Bypass + Stale + Revalidated;

    /// <summary>Of what was looked up; <see langword="null"/>: nothing was.</summary>
    public double? HitRatePercent => Percent(Hits + Stale, Requests - Bypass);

    public static Counted Sum(IEnumerable<RouteStatistics> routes) => routes.Aggregate(default(Counted), static (sum, route) => new Counted(
        sum.Hits + route.Hits,
        sum.Misses + route.Misses,
        sum.Bypass + route.Bypassed,
        sum.Stale + route.Stale,
        sum.Revalidated + route.Revalidated,
        sum.Errors + route.Errors.Values.Sum(),
        sum.OriginCalls + route.OriginTimes.Count,
        sum.BytesSaved + route.BytesSaved));

    public static Counted operator -(in Counted later, in Counted earlier) => new(
        later.Hits - earlier.Hits,
        later.Misses - earlier.Misses,
        later.Bypass - earlier.Bypass,
        later.Stale - earlier.Stale,
        later.Revalidated - earlier.Revalidated,
        later.Errors - earlier.Errors,
        later.OriginCalls - earlier.OriginCalls,
        later.BytesSaved - earlier.BytesSaved);

    /// <summary>A share in per cent, to two places; <see langword="null"/>: of nothing.</summary>
    public static double? Percent(long part, long whole) => whole > 0 ? Math.Round(100.0 * part / whole, 2) : null;
}
