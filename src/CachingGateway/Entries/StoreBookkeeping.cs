namespace CachingGateway.Entries;

/// <summary>
/// What the store that holds an entry keeps on the entry itself, so that no node objects are needed beside it. Written under
/// the store's lock only, but for <see cref="Frequency"/>. An entry belongs to at most one store, once in its life.
/// </summary>
internal struct StoreBookkeeping
{
    /// <summary>The next variant of the key. Kept when the entry leaves the store: a reader may be standing on it.</summary>
    public CacheEntry? NextVariant;

    /// <summary>The neighbour in the eviction queue that joined after this entry.</summary>
    public CacheEntry? Newer;

    /// <summary>The neighbour in the eviction queue that joined before this entry.</summary>
    public CacheEntry? Older;

    /// <summary>The queue that holds the entry; <see langword="null"/>: it is not in a store (any more).</summary>
    public object? Queue;

    /// <summary>What the entry is counted at: below 4 GB, as a body is an array.</summary>
    public uint Bytes;

    /// <summary>
    /// Recent hits, from 0 to 3. Written by readers without a lock: a lost update costs a hit's worth of popularity alone.
    /// </summary>
    public byte Frequency;

    /// <summary>Hits of this entry and of those whose place it took (see <see cref="HitCount"/>); written as the one above is.</summary>
    public ushort Hits;

    /// <summary>Whether the entry ever was in a store.</summary>
    public bool WasStored;
}
