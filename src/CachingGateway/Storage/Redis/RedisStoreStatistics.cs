using CachingGateway.Entries;

namespace CachingGateway.Storage.Redis;

/// <summary>What the store did since it was made. Each look-up is one of the first four, each store one of the rest.</summary>
internal sealed record RedisStoreStatistics
{
    public required long Hits { get; init; }

    public required long Misses { get; init; }

    /// <summary>Look-ups that found bytes which are not the entry, by what is wrong with them.</summary>
    public required IReadOnlyDictionary<EntryFault, long> Damaged { get; init; }

    /// <summary>Look-ups for which Redis could not be asked, by why.</summary>
    public required IReadOnlyDictionary<RedisFault, long> Unavailable { get; init; }

    /// <summary>Stores, by what came of them.</summary>
    public required IReadOnlyDictionary<RedisPut, long> Puts { get; init; }

    /// <summary>Memory that Redis used when it was last asked; 0: not asked yet.</summary>
    public required long UsedBytes { get; init; }

    public required long MaxBytes { get; init; }

    public long Finds => Hits + Misses + Damaged.Values.Sum() + Unavailable.Values.Sum();
}
