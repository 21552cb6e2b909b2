namespace CachingGateway.Storage;

/// <summary>The memory store's limits.</summary>
internal sealed record MemoryStoreOptions
{
    /// <summary>The least that <see cref="MaxBytes"/> may be: 1 MB.</summary>
    public const long LeastMaxBytes = 1024 * 1024;

    /// <summary>One entry may take at most this part of the store: 1/8. A larger one would push out too much at once.</summary>
    public const int LargestEntryDivisor = 8;

    /// <summary>
    /// The most bytes of live heap, everything that the store keeps counted. Default: a quarter of the memory that the process
    /// may use.
    /// </summary>
    public long MaxBytes { get; init; } = Math.Max(LeastMaxBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    /// <summary>How often the sweeper looks for expired entries. Default 1 second.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>In how many intervals the sweeper has seen every entry once. Default 60.</summary>
    public int SweepIntervalsPerRound { get; init; } = 60;

    /// <summary>The largest entry that is stored.</summary>
    public long LargestEntryBytes => MaxBytes / LargestEntryDivisor;
}
