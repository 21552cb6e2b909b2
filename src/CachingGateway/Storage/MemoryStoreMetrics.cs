using System.Diagnostics.Metrics;
using CachingGateway.Observability;

namespace CachingGateway.Storage;

/// <summary>The memory store's state as metrics, read only when somebody collects them.</summary>
internal sealed class MemoryStoreMetrics
{
    public MemoryStoreMetrics(IMeterFactory meters, MemoryStore store)
    {
        var meter = meters.Create(MetricNames.Meter);
        meter.CreateObservableUpDownCounter(MetricNames.MemoryEntries, () => store.Statistics.Entries, "{entry}", "Entries in memory.");
        meter.CreateObservableUpDownCounter(
            MetricNames.MemoryBytes, () => store.Statistics.Bytes, "By", "Bytes that entries in memory, their index and the memory of evicted keys hold.");
        meter.CreateObservableUpDownCounter(
            MetricNames.MemoryLimit, () => store.Statistics.MaxBytes, "By", "The most bytes that entries in memory may hold.");
        meter.CreateObservableCounter(
            MetricNames.MemoryEvictions, () => Evictions(store.Statistics), "{entry}", "Entries evicted from memory, by whose limit.");
    }

    private static Measurement<long>[] Evictions(MemoryStoreStatistics statistics) =>
    [
        new(statistics.EvictedByStoreLimit, new KeyValuePair<string, object?>(MetricNames.Limit, "store")),
        new(statistics.EvictedByRouteLimit, new KeyValuePair<string, object?>(MetricNames.Limit, "route")),
    ];
}
