using System.Globalization;
using StackExchange.Redis;

namespace CachingGateway.Storage.Redis;

/// <summary>What <c>INFO</c> says; where there are several primaries, sums over them all.</summary>
internal sealed record RedisInfo
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Of the first primary.</summary>
    public required string Version { get; init; }

    /// <summary>Of the primary that was started last.</summary>
    public required long UptimeSeconds { get; init; }

    /// <summary>Keys of the database in use, whoever wrote them.</summary>
    public required long Keys { get; init; }

    public required long UsedBytes { get; init; }

    public required long PeakBytes { get; init; }

    /// <summary>Redis' own limit; 0: none.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>What Redis does at that limit: <c>noeviction</c>, <c>volatile-lru</c>, …</summary>
    public required string MaxBytesPolicy { get; init; }

    public required long Clients { get; init; }

    public required long Hits { get; init; }

    public required long Misses { get; init; }

    public required long Evicted { get; init; }

    public required long Expired { get; init; }

    public required long OperationsPerSecond { get; init; }

    public static async Task<RedisOutcome<RedisInfo>> ReadAsync(RedisLink link, TimeProvider time)
    {
        if (link.Body.Connection is not { } connection) return RedisFault.NotConnected;
        try
        {
            var answers = await Task.WhenAll(RedisServers.Primaries(connection).Select(server => server.InfoRawAsync())).WaitAsync(Patience, time);
            return answers.Length == 0
                ? RedisFault.NotConnected
                : new RedisOutcome<RedisInfo>(Of([.. answers.Select(Fields)], link.Options.Address.Database), RedisFault.None);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException or OperationCanceledException)
        {
            return new RedisOutcome<RedisInfo>(null, RedisFaults.Of(e), e.Message);
        }
    }

    /// <summary>The lines <c>name:value</c> of an answer.</summary>
    public static IReadOnlyDictionary<string, string> Fields(string info)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in info.AsSpan().EnumerateLines())
        {
            if (line.IndexOf(':') is > 0 and var colon && line[0] != '#')
                fields[line[..colon].ToString()] = line[(colon + 1)..].ToString();
        }

        return fields;
    }

    /// <summary>A field that is a whole number; 0: it is not there.</summary>
    public static long Number(IReadOnlyDictionary<string, string> fields, string name) =>
        long.TryParse(fields.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static RedisInfo Of(IReadOnlyList<IReadOnlyDictionary<string, string>> servers, int database)
    {
        return new RedisInfo
        {
            Version = servers[0].GetValueOrDefault("redis_version", ""),
            UptimeSeconds = servers.Min(server => Number(server, "uptime_in_seconds")),
            Keys = servers.Sum(server => KeysIn(server.GetValueOrDefault($"db{database}", ""))),
            UsedBytes = Sum("used_memory"),
            PeakBytes = Sum("used_memory_peak"),
            MaxBytes = Sum("maxmemory"),
            MaxBytesPolicy = servers[0].GetValueOrDefault("maxmemory_policy", ""),
            Clients = Sum("connected_clients"),
            Hits = Sum("keyspace_hits"),
            Misses = Sum("keyspace_misses"),
            Evicted = Sum("evicted_keys"),
            Expired = Sum("expired_keys"),
            OperationsPerSecond = Sum("instantaneous_ops_per_sec"),
        };

        long Sum(string name) => servers.Sum(server => Number(server, name));
    }

    // keys=12,expires=3,avg_ttl=0
    private static long KeysIn(string keyspace)
    {
        const string name = "keys=";
        var first = keyspace.Split(',')[0];
        return first.StartsWith(name, StringComparison.Ordinal)
            && long.TryParse(first[name.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var keys) ? keys : 0;
    }
}
