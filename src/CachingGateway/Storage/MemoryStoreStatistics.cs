namespace CachingGateway.Storage;

/// <summary>The store's state and what it did since it was made. The counts are exact once writers and readers rest.</summary>
internal readonly record struct MemoryStoreStatistics
{
    public required long Entries { get; init; }

    /// <summary>Live bytes: entries, index and the memory of evicted keys.</summary>
    public required long Bytes { get; init; }

    public required long MaxBytes { get; init; }

    public required long Hits { get; init; }

    public required long Misses { get; init; }

    /// <summary>Entries taken in, replacements among them.</summary>
    public required long Stored { get; init; }

    /// <summary>Of <see cref="Stored"/>, those that took the place of an older answer to the same request.</summary>
    public required long Replaced { get; init; }

    /// <summary>Entries not taken in: too large, or one variant too many.</summary>
    public required long Refused { get; init; }

    /// <summary>Entries evicted because the store was full.</summary>
    public required long EvictedByStoreLimit { get; init; }

    /// <summary>Entries evicted because their route was at a limit of its own.</summary>
    public required long EvictedByRouteLimit { get; init; }

    /// <summary>Entries that left because they were no longer fresh.</summary>
    public required long Expired { get; init; }

    /// <summary>Fresh entries that were removed or cleared.</summary>
    public required long Removed { get; init; }

    public long Evicted => EvictedByStoreLimit + EvictedByRouteLimit;
}
