using System.Diagnostics.Metrics;
using CachingGateway.Observability;

namespace CachingGateway.Storage.Redis;

/// <summary>What the store in Redis did, as metrics; read only when somebody collects them.</summary>
internal sealed class RedisStoreMetrics
{
    public const string Finds = "caching_gateway.redis.finds";

    public RedisStoreMetrics(IMeterFactory meters, RedisEntryStore store) => meters.Create(EventMetrics.MeterName).CreateObservableCounter(
        Finds, () => Read(store.Statistics), unit: "{look-up}", description: "Look-ups in Redis by outcome, and by what was wrong.");

    private static IEnumerable<Measurement<long>> Read(RedisStoreStatistics statistics) =>
    [
        Of(statistics.Hits, "hit", ""),
        Of(statistics.Misses, "miss", ""),
        .. statistics.Damaged.Select(pair => Of(pair.Value, "damaged", CacheReasons.KebabCase(pair.Key.ToString()))),
        .. statistics.Unavailable.Select(pair => Of(pair.Value, "unavailable", CacheReasons.KebabCase(pair.Key.ToString()))),
    ];

    private static Measurement<long> Of(long value, string outcome, string fault) => new(value, new("outcome", outcome), new("fault", fault));
}
