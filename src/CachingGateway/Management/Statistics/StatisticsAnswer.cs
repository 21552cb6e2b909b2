namespace CachingGateway.Management.Statistics;

/// <summary>The figures of the store and of the gateway.</summary>
[SnakeCase]
internal sealed record StatisticsAnswer
{
    /// <summary><c>redis</c> or <c>memory</c>: what the figures at the top are of.</summary>
    public required string Source { get; init; }

    public required long TotalKeys { get; init; }

    public required long MemoryUsedBytes { get; init; }

    /// <summary>As Redis writes it: <c>12.50M</c>.</summary>
    public required string MemoryUsedHuman { get; init; }

    public required long KeyspaceHits { get; init; }

    public required long KeyspaceMisses { get; init; }

    /// <summary>0 where nothing was looked up.</summary>
    public required double HitRatePercent { get; init; }

    public required long EvictedKeys { get; init; }

    public required long ExpiredKeys { get; init; }

    public required long ConnectedClients { get; init; }

    public required RequestFigures Requests { get; init; }

    public required int FillsInFlight { get; init; }

    public required MemoryFigures Memory { get; init; }

    /// <summary><see langword="null"/>: there is no Redis.</summary>
    public required RedisFigures? Redis { get; init; }

    public required GatewayFigures Gateway { get; init; }
}

/// <summary>What clients asked this process for.</summary>
[SnakeCase]
internal sealed record RequestFigures(
    long Total, long Hit, long Miss, long Bypass, long Stale, long Revalidated, long Errors, double? HitRatePercent);

/// <summary>The memory store of this process.</summary>
[SnakeCase]
internal sealed record MemoryFigures(
    long Entries,
    long Bytes,
    long MaxBytes,
    long Hits,
    long Misses,
    long Stored,
    long Replaced,
    long Refused,
    long Evicted,
    long Expired,
    long Removed);

/// <summary>What Redis says of itself; all but the first two and the limit are <see langword="null"/> while it is out of reach.</summary>
[SnakeCase]
internal sealed record RedisFigures
{
    public required bool Connected { get; init; }

    /// <summary>Why it is out of reach.</summary>
    public required string? Problem { get; init; }

    /// <summary><c>Gateway:Redis:MaxBytes</c>, above which nothing is stored there.</summary>
    public required long MemoryLimitBytes { get; init; }

    public string? Version { get; init; }

    public long? UptimeSeconds { get; init; }

    public long? Keys { get; init; }

    public long? MemoryUsedBytes { get; init; }

    public long? MemoryPeakBytes { get; init; }

    /// <summary>Redis' own limit; 0: none.</summary>
    public long? MaxMemoryBytes { get; init; }

    public string? MaxMemoryPolicy { get; init; }

    public long? Clients { get; init; }

    public long? Hits { get; init; }

    public long? Misses { get; init; }

    public long? Evicted { get; init; }

    public long? Expired { get; init; }

    public long? OperationsPerSecond { get; init; }
}

/// <summary>The process that answers.</summary>
[SnakeCase]
internal sealed record GatewayFigures(
    string Replica, string Version, DateTimeOffset StartedAt, long UptimeSeconds, bool Caching, int PolicyVersion);
