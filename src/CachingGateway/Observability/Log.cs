namespace CachingGateway.Observability;

/// <summary>Every line the gateway logs: id, level, text and event name, in one place. Cache events are at Debug but for failures.</summary>
internal static partial class Log
{
    // The cache, 1 to 99.

    [LoggerMessage(1, LogLevel.Debug, "Hit {Key}, {Age} s old", EventName = "cache_hit")]
    public static partial void Hit(ILogger logger, string key, long age);

    [LoggerMessage(2, LogLevel.Debug, "Stored {Key} of route {Route}: {Status}, {Bytes} bytes, fresh for {Ttl} s", EventName = "cache_miss_stored")]
    public static partial void Stored(ILogger logger, string key, string route, int status, long bytes, long ttl);

    [LoggerMessage(3, LogLevel.Debug, "Bypassed {Method} {Path}: {Reason}", EventName = "cache_bypass")]
    public static partial void Bypassed(ILogger logger, string method, string path, string reason);

    [LoggerMessage(4, LogLevel.Debug, "Not stored {Key} of route {Route}: {Reason}", EventName = "cache_skip")]
    public static partial void Skipped(ILogger logger, string key, string route, string reason);

    [LoggerMessage(6, LogLevel.Error, "The fill of {Key} failed", EventName = "fill_failed")]
    public static partial void FillFailed(ILogger logger, string key, Exception exception);

    [LoggerMessage(7, LogLevel.Error, "Could not store {Key}", EventName = "cache_store_error")]
    public static partial void StoreFailed(ILogger logger, string key, Exception exception);

    [LoggerMessage(8, LogLevel.Debug, "Invalidated for {Source} {Cause}: {Targets} targets as number {Sequence}, {Confirmed} of {Live} replicas confirmed in {Milliseconds} ms", EventName = "cache_invalidated")]
    public static partial void Invalidated(
        ILogger logger, string source, string cause, int targets, long sequence, int live, int confirmed, long milliseconds);

    [LoggerMessage(9, LogLevel.Information, "Swept {KeysDeleted} retired entries from {Where}", EventName = "cache_swept")]
    public static partial void Swept(ILogger logger, long keysDeleted, string where);

    [LoggerMessage(10, LogLevel.Information, "In step with all replicas, generation {Generation}", EventName = "replica_trusted")]
    public static partial void Trusted(ILogger logger, ulong generation);

    [LoggerMessage(11, LogLevel.Warning, "Cut off from the other replicas: nothing stored is served until that is mended", EventName = "replica_distrusted")]
    public static partial void Distrusted(ILogger logger);

    [LoggerMessage(12, LogLevel.Error, "A heartbeat failed", EventName = "replica_beat_failed")]
    public static partial void BeatFailed(ILogger logger, Exception exception);

    // The policy and the settings, 100 to 199.

    [LoggerMessage(100, LogLevel.Information, "Policy {Source} is in force: version {Version}, {Routes} routes", EventName = "policy_loaded")]
    public static partial void PolicyLoaded(ILogger logger, string source, int version, int routes);

    [LoggerMessage(101, LogLevel.Error, "The policy was not taken in; the one before stays in force:\n{Faults}", EventName = "policy_reload_failed")]
    public static partial void PolicyReloadFailed(ILogger logger, string faults);

    [LoggerMessage(102, LogLevel.Error, "The settings were not taken in; those before stay in force: {Problem}", EventName = "settings_reload_failed")]
    public static partial void SettingsReloadFailed(ILogger logger, string problem);

    [LoggerMessage(103, LogLevel.Information, "Caching is switched {State}", EventName = "cache_switched")]
    public static partial void Switched(ILogger logger, string state);

    // The process, 200 to 299.

    [LoggerMessage(200, LogLevel.Information, "Answering clients on {Data} and operators on {Management}", EventName = "gateway_started")]
    public static partial void Started(ILogger logger, string data, string management);

    [LoggerMessage(201, LogLevel.Information, "Leaving: not ready any more, requests in flight finish", EventName = "gateway_draining")]
    public static partial void Draining(ILogger logger);

    [LoggerMessage(202, LogLevel.Information, "By OTLP, traces go to {Traces} and metrics to {Metrics}", EventName = "telemetry_exporting")]
    public static partial void Exporting(ILogger logger, string traces, string metrics);

    [LoggerMessage(203, LogLevel.Warning, "Left out {Lines} lines of {Event}, which came too many a second", EventName = "log_left_out")]
    public static partial void LeftOut(ILogger logger, long lines, string @event);

    [LoggerMessage(210, LogLevel.Error, "{Method} {Path} on the management listener failed", EventName = "management_failed")]
    public static partial void ManagementFailed(ILogger logger, string method, string path, Exception exception);

    // The shared store, 300 to 399.

    [LoggerMessage(300, LogLevel.Information, "Connected to Redis at {Address}", EventName = "cache_redis_connected")]
    public static partial void RedisConnected(ILogger logger, string address);

    [LoggerMessage(301, LogLevel.Warning, "No Redis at {Address}: {Problem}; requests go on without, and it is tried again", EventName = "cache_redis_connection_failed")]
    public static partial void RedisConnectionFailed(ILogger logger, string address, string problem);

    [LoggerMessage(302, LogLevel.Warning, "Redis uses {Used} bytes, more than {Max}: nothing more is stored there until it is less", EventName = "cache_redis_full")]
    public static partial void RedisFull(ILogger logger, long used, long max);

    [LoggerMessage(303, LogLevel.Warning, "Redis has the eviction policy {Policy}: when it is full it drops the log of invalidations too, and with it all that is stored. It should have volatile-lru, volatile-ttl or noeviction", EventName = "cache_redis_evicts_anything")]
    public static partial void RedisEvictsAnything(ILogger logger, string policy);

    [LoggerMessage(304, LogLevel.Warning, "What stood under {Keys} names of the log of invalidations was not its own, and was removed", EventName = "cache_log_mended")]
    public static partial void LogMended(ILogger logger, long keys);

    // Events, 400 to 499.

    [LoggerMessage(400, LogLevel.Debug, "Took {Name} of {Source}: {Targets} targets, sequence {Sequence}", EventName = "event_taken")]
    public static partial void EventTaken(ILogger logger, string source, string name, int targets, string sequence);

    [LoggerMessage(401, LogLevel.Warning, "Refused {Count} webhooks of {Source}: {Reason}; {Detail}", EventName = "event_refused")]
    public static partial void EventRefused(ILogger logger, long count, string source, string reason, string detail);

    [LoggerMessage(402, LogLevel.Information, "No rule retires anything for {Name} of {Source}: {Reason}", EventName = "event_unmatched")]
    public static partial void EventUnmatched(ILogger logger, string source, string name, string reason);

    [LoggerMessage(403, LogLevel.Information, "Applied the rule {Rule} due at {Due}: sequence {Sequence}", EventName = "event_scheduled")]
    public static partial void RuleApplied(ILogger logger, string rule, DateTimeOffset due, string sequence);

    [LoggerMessage(404, LogLevel.Warning, "Could not apply the rule {Rule} due at {Due}; trying again", EventName = "event_schedule_delayed")]
    public static partial void RuleDelayed(ILogger logger, string rule, DateTimeOffset due);

    [LoggerMessage(405, LogLevel.Error, "The rule {Rule} failed", EventName = "event_schedule_failed")]
    public static partial void RuleFailed(ILogger logger, string rule, Exception exception);
}
