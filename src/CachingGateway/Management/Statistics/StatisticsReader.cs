using CachingGateway.Fetching;
using CachingGateway.Invalidation;
using CachingGateway.Observability;
using CachingGateway.Pipeline;
using CachingGateway.Policies;
using CachingGateway.Storage;
using CachingGateway.Storage.Redis;

namespace CachingGateway.Management.Statistics;

/// <summary>Gathers the figures of the stores, of requests and of the process.</summary>
internal sealed class StatisticsReader(
    MemoryStore memory,
    RouteMeters routes,
    FillTable fills,
    ClientConnections clients,
    Invalidator replica,
    PolicySource policies,
    GatewayState state,
    Lifetime lifetime,
    RedisEntryStore? redis = null)
{
    public async Task<StatisticsAnswer> ReadAsync()
    {
        var info = redis is null ? null : (await redis.InfoAsync()).Value;
        var (store, counted) = (memory.Statistics, Counted.Sum(routes.Read()));
        var used = info?.UsedBytes ?? store.Bytes;
        var (hits, misses) = info is null ? (store.Hits, store.Misses) : (info.Hits, info.Misses);
        return new StatisticsAnswer
        {
            Source = info is null ? "memory" : "redis",
            TotalKeys = info?.Keys ?? store.Entries,
            MemoryUsedBytes = used,
            MemoryUsedHuman = ByteText.Of(used),
            KeyspaceHits = hits,
            KeyspaceMisses = misses,
            HitRatePercent = Counted.Percent(hits, hits + misses) ?? 0,
            EvictedKeys = info?.Evicted ?? store.Evicted,
            ExpiredKeys = info?.Expired ?? store.Expired,
            ConnectedClients = info?.Clients ?? clients.Count,
            Requests = new RequestFigures(
                counted.Requests,
                counted.Hits,
                counted.Misses,
                counted.Bypass,
                counted.Stale,
                counted.Revalidated,
                counted.Errors,
                counted.HitRatePercent),
            FillsInFlight = fills.InFlight,
            Memory = Of(store),
            Redis = redis is null ? null : Of(redis, info),
            Gateway = new GatewayFigures(
                replica.Id, Lifetime.Version, lifetime.StartedAt, (long)lifetime.Elapsed.TotalSeconds, state.IsEnabled, policies.Current.Version),
        };
    }

    private static MemoryFigures Of(in MemoryStoreStatistics store) => new(
        store.Entries,
        store.Bytes,
        store.MaxBytes,
        store.Hits,
        store.Misses,
        store.Stored,
        store.Replaced,
        store.Refused,
        store.Evicted,
        store.Expired,
        store.Removed);

    private static RedisFigures Of(RedisEntryStore store, RedisInfo? info)
    {
        var (isConnected, problem) = store.Connection;
        return new RedisFigures
        {
            Connected = isConnected && info is not null,
            Problem = problem ?? (info is null ? "it does not answer" : null),
            MemoryLimitBytes = store.Statistics.MaxBytes,
            Version = info?.Version,
            UptimeSeconds = info?.UptimeSeconds,
            Keys = info?.Keys,
            MemoryUsedBytes = info?.UsedBytes,
            MemoryPeakBytes = info?.PeakBytes,
            MaxMemoryBytes = info?.MaxBytes,
            MaxMemoryPolicy = info?.MaxBytesPolicy,
            Clients = info?.Clients,
            Hits = info?.Hits,
            Misses = info?.Misses,
            Evicted = info?.Evicted,
            Expired = info?.Expired,
            OperationsPerSecond = info?.OperationsPerSecond,
        };
    }
}
