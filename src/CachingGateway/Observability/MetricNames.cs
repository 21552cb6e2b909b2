namespace CachingGateway.Observability;

/// <summary>The names of the meter, its instruments and their labels; docs/metrics.md explains each.</summary>
internal static class MetricNames
{
    public const string Meter = "CachingGateway";

    public const string Requests = "caching_gateway.requests";
    public const string Reasons = "caching_gateway.reasons";
    public const string Errors = "caching_gateway.errors";
    public const string Unstored = "caching_gateway.unstored";
    public const string HitDuration = "caching_gateway.hit.duration";
    public const string OriginDuration = "caching_gateway.origin.duration";
    public const string ResponseBytes = "caching_gateway.response.bytes";

    public const string MemoryEntries = "caching_gateway.memory.entries";
    public const string MemoryBytes = "caching_gateway.memory.bytes";
    public const string MemoryLimit = "caching_gateway.memory.limit";
    public const string MemoryEvictions = "caching_gateway.memory.evictions";

    public const string StoreReadDuration = "caching_gateway.store.read.duration";
    public const string RedisConnected = "caching_gateway.redis.connected";
    public const string RedisBreakerOpen = "caching_gateway.redis.breaker.open";
    public const string RedisMemoryUsed = "caching_gateway.redis.memory.used";
    public const string RedisMemoryLimit = "caching_gateway.redis.memory.limit";
    public const string RedisFinds = "caching_gateway.redis.finds";
    public const string RedisPuts = "caching_gateway.redis.puts";

    public const string Fills = "caching_gateway.fills";
    public const string FillWaiters = "caching_gateway.fill.waiters";

    public const string Webhooks = "caching_gateway.webhooks";
    public const string Invalidations = "caching_gateway.invalidations";
    public const string InvalidationDuration = "caching_gateway.invalidation.duration";
    public const string Swept = "caching_gateway.swept";

    public const string Replicas = "caching_gateway.replicas";
    public const string ReplicaLag = "caching_gateway.replica.lag";
    public const string ReplicaTrusted = "caching_gateway.replica.trusted";

    public const string PolicyVersion = "caching_gateway.policy.version";
    public const string PolicyRoutes = "caching_gateway.policy.routes";
    public const string PolicyReloads = "caching_gateway.policy.reloads";
    public const string PolicyReloadGood = "caching_gateway.policy.reload.good";

    public const string BuildInfo = "caching_gateway.build.info";

    /// <summary>Labels.</summary>
    public const string Route = "route", Status = "status", Reason = "reason", Source = "source", Outcome = "outcome", Fault = "fault",
        Where = "where", Limit = "limit", Version = "version";
}
