using CachingGateway.Entries;
using CachingGateway.Observability;

namespace CachingGateway.Storage;

/// <summary>
/// Everything that writing to the memory store changes: the index, the eviction queues and the counts, kept in step. Used under
/// the store's lock.
/// </summary>
internal sealed class StoreContents(EntryIndex index, long maxBytes)
{
    /// <summary>The most evictions while the lock is held once.</summary>
    private const int MaxEvictionsPerHold = 32;

    private WriteCounts _counts;

    public Partitions Partitions { get; } = new(maxBytes);

    /// <summary>The bytes of what is kept beside the entries: index and ghosts.</summary>
    public long OverheadBytes => index.Bytes + Partitions.OverheadBytes();

    public MemoryStoreStatistics Statistics(long hits, long misses) => new()
    {
        Entries = _counts.Entries,
        Bytes = _counts.EntryBytes + OverheadBytes,
        MaxBytes = maxBytes,
        Hits = hits,
        Misses = misses,
        Stored = _counts.Stored,
        Replaced = _counts.Replaced,
        Refused = _counts.Refused,
        EvictedByStoreLimit = _counts.EvictedByStoreLimit,
        EvictedByRouteLimit = _counts.EvictedByRouteLimit,
        Expired = _counts.Expired,
        Removed = _counts.Removed,
    };

    /// <summary>
    /// One hold's work towards an addition; <see langword="null"/>: there is not room enough yet, so do it again.
    /// </summary>
    public StoreOutcome? TryPlace(CacheEntry entry, long bytes, in RouteLimits limits, long now)
    {
        if (entry.Store.WasStored) throw new InvalidOperationException("An entry can be stored once.");
        var old = index.FindSame(entry);
        // An answer that was asked for earlier never takes the place of one that knew of more invalidations.
        if (old is not null && old.Fence.Generation == entry.Fence.Generation && old.Fence.Sequence > entry.Fence.Sequence)
            return Refuse(CacheReason.Superseded);
        if (old is null && !HasRoomForVariant(entry, limits.MaxVariants, now)) return Refuse(CacheReason.VariantsLimit);
        var partition = Partitions.For(limits);
        if (!MakeRoom(partition, bytes, old)) return null;

        // Making room may have evicted the old one; it stands for its popularity all the same.
        entry.Store.Bytes = checked((uint)bytes);
        entry.Store.Frequency = old?.Store.Frequency ?? 0;
        entry.Store.Hits = old?.Store.Hits ?? 0;
        if (old is not null && IsHeld(old))
            Replace(old, entry, partition);
        else if (index.TryInsert(entry))
            partition.Add(entry);
        else
            return Refuse(CacheReason.StoreLimit);
        entry.Store.WasStored = true;
        _counts.Stored++;
        _counts.Entries++;
        _counts.EntryBytes += bytes;
        return StoreOutcome.Stored;
    }

    public StoreOutcome RefuseTooLarge(CacheEntry entry, long now)
    {
        if (index.FindSame(entry) is { } old) Remove(old, now);
        return Refuse(CacheReason.StoreLimit);
    }

    public bool Remove(CacheEntry entry, long now)
    {
        if (!IsHeld(entry)) return false;
        if (entry.KeepUntil <= now)
        {
            EntryQueue.Of(entry)!.Partition.RememberIfUsed(entry);
            _counts.Expired++;
        }
        else
        {
            _counts.Removed++;
        }

        Detach(entry);
        return true;
    }

    public void Clear()
    {
        index.Clear();
        Partitions.Clear();
        _counts.Removed += _counts.Entries;
        (_counts.Entries, _counts.EntryBytes) = (0, 0);
    }

    private void Replace(CacheEntry old, CacheEntry entry, EvictionPartition partition)
    {
        index.Replace(old, entry);
        _counts.Replaced++;
        _counts.Entries--;
        _counts.EntryBytes -= old.Store.Bytes;
        var queue = EntryQueue.Of(old)!;
        if (ReferenceEquals(queue.Partition, partition))
        {
            queue.Replace(old, entry);
            return;
        }

        // The route's limits came or went since the old one was stored.
        var isProven = queue.Partition.IsProven(old);
        queue.Unlink(old);
        if (isProven)
            partition.AddProven(entry);
        else
            partition.Add(entry);
    }

    /// <summary>
    /// Evicts until an entry of that size fits in place of the old one; <see langword="false"/>: it takes more than one hold.
    /// </summary>
    private bool MakeRoom(EvictionPartition partition, long bytes, CacheEntry? old)
    {
        var overhead = OverheadBytes + index.GrowthBytes;
        EvictionPartition? fullest = null;
        for (var evictions = 0; evictions < MaxEvictionsPerHold; evictions++)
        {
            var yielded = old is not null && IsHeld(old) ? old.Store.Bytes : 0;
            var isInPlace = yielded > 0 && ReferenceEquals(EntryQueue.Of(old!)!.Partition, partition);
            if (partition.IsOver(bytes - (isInPlace ? yielded : 0), isInPlace ? 0 : 1) && TryEvict(partition))
            {
                _counts.EvictedByRouteLimit++;
                continue;
            }

            if (_counts.EntryBytes + overhead + bytes - yielded <= maxBytes) return true;
            fullest ??= Partitions.Fullest();
            if (!TryEvict(fullest)) return _counts.Entries == 0;
            _counts.EvictedByStoreLimit++;
        }

        return false;
    }

    private bool TryEvict(EvictionPartition partition)
    {
        if (partition.NextVictim() is not { } victim) return false;
        Detach(victim);
        return true;
    }

    /// <summary>At the limit, variants that can answer nobody any more make room first.</summary>
    private bool HasRoomForVariant(CacheEntry entry, int maxVariants, long now)
    {
        if (index.CountVariants(entry.Key) < maxVariants) return true;
        for (var other = index.Find(entry.Key); other is not null; other = other.NextVariant)
        {
            if (other.KeepUntil <= now || other.Fingerprint != entry.Fingerprint)
                Remove(other, now);
        }

        return index.CountVariants(entry.Key) < maxVariants;
    }

    private void Detach(CacheEntry entry)
    {
        index.Remove(entry);
        EntryQueue.Of(entry)!.Unlink(entry);
        _counts.Entries--;
        _counts.EntryBytes -= entry.Store.Bytes;
    }

    private StoreOutcome Refuse(CacheReason reason)
    {
        _counts.Refused++;
        return new StoreOutcome(reason);
    }

    private static bool IsHeld(CacheEntry entry) => EntryQueue.Of(entry) is { Partition.IsDropped: false };

    private struct WriteCounts
    {
        public long Entries;
        public long EntryBytes;
        public long Stored;
        public long Replaced;
        public long Refused;
        public long EvictedByStoreLimit;
        public long EvictedByRouteLimit;
        public long Expired;
        public long Removed;
    }
}
