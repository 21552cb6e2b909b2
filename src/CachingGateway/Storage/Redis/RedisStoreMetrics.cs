using System.Diagnostics.Metrics;
using CachingGateway.Observability;

namespace CachingGateway.Storage.Redis;

/// <summary>What the store in Redis did, as metrics; but for the times of look-ups read only when somebody collects them.</summary>
internal sealed class RedisStoreMetrics
{
    public RedisStoreMetrics(IMeterFactory meters, RedisLink link, RedisEntryStore store)
    {
        var meter = meters.Create(MetricNames.Meter);
        meter.CreateObservableCounter(
            MetricNames.RedisFinds, () => Finds(store.Statistics), "{look-up}", "Look-ups in Redis by outcome, and by what was wrong.");
        meter.CreateObservableCounter(
            MetricNames.RedisPuts, () => Puts(store.Statistics), "{entry}", "Entries to be stored in Redis, by what came of it.");
        meter.CreateObservableGauge(
            MetricNames.RedisMemoryUsed, () => store.Statistics.UsedBytes, "By", "Memory that Redis uses, all primaries together.");
        meter.CreateObservableGauge(
            MetricNames.RedisMemoryLimit, () => store.Statistics.MaxBytes, "By", "Memory of Redis past which nothing more is stored there.");
        meter.CreateFlag(MetricNames.RedisConnected, "1: every connection to Redis stands.", () => link.IsConnected);
        meter.CreateFlag(MetricNames.RedisBreakerOpen, "1: the breaker keeps calls for entries from Redis.", () => link.Door.IsShut);
    }

    /// <summary>The times of look-ups, for the store to record.</summary>
    public static Histogram<double> ReadTimes(IMeterFactory meters) => meters.Create(MetricNames.Meter).CreateSeconds(
        MetricNames.StoreReadDuration, "A look-up in Redis, whatever came of it.", MetricBuckets.StoreReads);

    private static IEnumerable<Measurement<long>> Finds(RedisStoreStatistics statistics) =>
    [
        Find(statistics.Hits, "hit", ""),
        Find(statistics.Misses, "miss", ""),
        .. statistics.Damaged.Select(pair => Find(pair.Value, "damaged", CacheReasons.KebabCase(pair.Key.ToString()))),
        .. statistics.Unavailable.Select(pair => Find(pair.Value, "unavailable", CacheReasons.KebabCase(pair.Key.ToString()))),
    ];

    private static Measurement<long> Find(long value, string outcome, string fault) =>
        new(value, new(MetricNames.Outcome, outcome), new(MetricNames.Fault, fault));

    private static IEnumerable<Measurement<long>> Puts(RedisStoreStatistics statistics) => Enum.GetValues<RedisPut>().Select(put =>
        new Measurement<long>(statistics.Puts.GetValueOrDefault(put), new KeyValuePair<string, object?>(MetricNames.Outcome, CacheReasons.KebabCase(put.ToString()))));
}
