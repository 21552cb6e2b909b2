using CachingGateway.Entries;
using CachingGateway.Keys;
using CachingGateway.Observability;

namespace CachingGateway.Storage;

/// <summary>
/// Stored responses in memory, bounded in bytes. Reading takes no lock and allocates nothing; writing takes one lock, under
/// which the work per call is bounded: what needs more takes the lock again and again.
/// </summary>
internal sealed class MemoryStore : IDisposable
{
    /// <summary>The most evictions while the lock is held once.</summary>
    private const int MaxEvictionsPerHold = 128;

    private readonly Lock _gate = new();
    private readonly MemoryStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly Partitions _partitions;
    private readonly ExpirySweeper _sweeper;
    private readonly StripedCounter _hits = new();
    private readonly StripedCounter _misses = new();

    /// <summary>Swapped whole by <see cref="Clear"/>.</summary>
    private EntryIndex _index = new();

    private WriteCounts _counts;

    public MemoryStore(MemoryStoreOptions options, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxBytes, MemoryStoreOptions.LeastMaxBytes, nameof(options));
        _options = options;
        _time = time;
        _partitions = new Partitions(options.MaxBytes);
        _sweeper = new ExpirySweeper(this, options, time);
    }

    public MemoryStoreStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return new MemoryStoreStatistics
                {
                    Entries = _counts.Entries,
                    Bytes = _counts.EntryBytes + OverheadBytes,
                    MaxBytes = _options.MaxBytes,
                    Hits = _hits.Sum(),
                    Misses = _misses.Sum(),
                    Stored = _counts.Stored,
                    Replaced = _counts.Replaced,
                    Refused = _counts.Refused,
                    EvictedByStoreLimit = _counts.EvictedByStoreLimit,
                    EvictedByRouteLimit = _counts.EvictedByRouteLimit,
                    Expired = _counts.Expired,
                    Removed = _counts.Removed,
                };
            }
        }
    }

    /// <summary>
    /// The key's first entry of that base variant, or <see langword="null"/>; expired ones are among them. Where it does not
    /// suit the request by its <see cref="CacheEntry.VariedBy"/>, <see cref="FindNext"/> has the others.
    /// </summary>
    public CacheEntry? Find(EntryKey key, VariantKey variant)
    {
        var entry = Volatile.Read(ref _index).Find(key);
        while (entry is not null && entry.Variant != variant)
            entry = entry.NextVariant;
        return entry;
    }

    /// <summary>The next entry of the same key and base variant.</summary>
    public static CacheEntry? FindNext(CacheEntry entry)
    {
        var next = entry.NextVariant;
        while (next is not null && next.Variant != entry.Variant)
            next = next.NextVariant;
        return next;
    }

    /// <summary>Counts a hit and lets the entry stay longer. A popular entry is not written to, so that it does not pass between processors.</summary>
    public void Touch(CacheEntry entry)
    {
        _hits.Increment();
        if (entry.Store.Frequency < EvictionPartition.MaxFrequency)
            entry.Store.Frequency++;
    }

    /// <summary>Counts a look-up that found nothing to answer with.</summary>
    public void CountMiss() => _misses.Increment();

    /// <summary>Takes an entry in, in place of the same variant if there is one, whose popularity it inherits.</summary>
    public StoreOutcome TryAdd(CacheEntry entry, in RouteLimits limits)
    {
        var bytes = EntrySize.Of(entry);
        var isTooLarge = bytes > _options.LargestEntryBytes || bytes > limits.MaxBytes || limits.MaxEntries < 1;
        StoreOutcome? outcome = null;
        while (outcome is null)
        {
            lock (_gate)
            {
                outcome = isTooLarge ? RefuseTooLarge(entry) : TryPlace(entry, bytes, limits);
            }
        }

        return outcome.Value;
    }

    /// <summary>Removes an entry; whether it was still there.</summary>
    /// <remarks>An expired entry may as well stay until it is replaced: the sweeper sees to it otherwise.</remarks>
    public bool Remove(CacheEntry entry)
    {
        var now = _time.GetTimestamp();
        lock (_gate)
        {
            return RemoveHeld(entry, now);
        }
    }

    /// <summary>Removes everything in a time that does not depend on how much there is.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            Volatile.Write(ref _index, new EntryIndex());
            _partitions.Clear();
            _counts.Removed += _counts.Entries;
            (_counts.Entries, _counts.EntryBytes) = (0, 0);
        }
    }

    /// <summary>
    /// All entries, without a lock: those there throughout are seen at least once, those that come or go meanwhile perhaps.
    /// </summary>
    public IEnumerable<CacheEntry> Entries()
    {
        var index = Volatile.Read(ref _index);
        var found = new List<CacheEntry>();
        var position = 0UL;
        do
        {
            found.Clear();
            position = index.Visit(position, found);
            foreach (var entry in found)
                yield return entry;
        }
        while (position != 0);
    }

    public void Dispose() => _sweeper.Dispose();

    /// <summary>How many partitions there are, the default one among them.</summary>
    internal int PartitionCount => _partitions.Count;

    /// <summary>The bytes of what is kept beside the entries: index and ghosts.</summary>
    internal long OverheadBytes => _index.Bytes + _partitions.OverheadBytes();

    /// <summary>All eviction queues, for checks of a store at rest.</summary>
    internal IEnumerable<EntryQueue> Queues() => _partitions.All.SelectMany(partition => partition.Queues);

    /// <summary>One step of a walk through all entries, which begins and ends at 0 (see <see cref="EntryIndex.Visit"/>).</summary>
    internal ulong Visit(ulong position, List<CacheEntry> found) => Volatile.Read(ref _index).Visit(position, found);

    /// <summary>Removes several, under one hold of the lock.</summary>
    internal void RemoveAll(List<CacheEntry> entries, long now)
    {
        lock (_gate)
        {
            foreach (var entry in entries)
                RemoveHeld(entry, now);
        }
    }

    internal void DropEmptyPartitions()
    {
        lock (_gate)
        {
            _partitions.DropEmpty();
        }
    }

    /// <summary>One hold's work towards an addition; <see langword="null"/>: there is not room enough yet.</summary>
    private StoreOutcome? TryPlace(CacheEntry entry, long bytes, in RouteLimits limits)
    {
        if (entry.Store.WasStored) throw new InvalidOperationException("An entry can be stored once.");
        var old = _index.FindSame(entry);
        if (old is null && !HasRoomForVariant(entry, limits.MaxVariants)) return Refuse(CacheReason.VariantsLimit);
        var partition = _partitions.For(limits);
        if (!MakeRoom(partition, bytes, old)) return null;

        // Making room may have evicted the old one; it stands for its popularity all the same.
        entry.Store.Bytes = bytes;
        entry.Store.Frequency = old?.Store.Frequency ?? 0;
        var isReplacement = old is not null && IsHeld(old);
        if (isReplacement)
            _index.Replace(old!, entry);
        else if (!_index.TryInsert(entry))
            return Refuse(CacheReason.StoreLimit);
        Enqueue(entry, partition, isReplacement ? old : null);
        entry.Store.WasStored = true;
        _counts.Stored++;
        if (isReplacement) _counts.Replaced++;
        return StoreOutcome.Stored;
    }

    private void Enqueue(CacheEntry entry, EvictionPartition partition, CacheEntry? old)
    {
        _counts.Entries++;
        _counts.EntryBytes += entry.Store.Bytes;
        if (old is null)
        {
            partition.Add(entry);
            return;
        }

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

    /// <summary>Evicts until an entry of that size fits in place of the old one; <see langword="false"/>: it took too many for one hold.</summary>
    private bool MakeRoom(EvictionPartition partition, long bytes, CacheEntry? old)
    {
        var overhead = OverheadBytes + _index.GrowthBytes;
        for (var evictions = 0; evictions < MaxEvictionsPerHold; evictions++)
        {
            var yielded = old is not null && IsHeld(old) ? old.Store.Bytes : 0;
            var yieldedHere = yielded > 0 && ReferenceEquals(EntryQueue.Of(old!)!.Partition, partition);
            var isRouteFull = partition.Bytes + bytes - (yieldedHere ? yielded : 0) > partition.Limits.MaxBytes
                || partition.Count + (yieldedHere ? 0 : 1) > partition.Limits.MaxEntries;
            if (isRouteFull && TryEvict(partition))
            {
                _counts.EvictedByRouteLimit++;
                continue;
            }

            if (_counts.EntryBytes + overhead + bytes - yielded <= _options.MaxBytes) return true;
            if (!TryEvict(_partitions.Fullest())) return true;
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
    private bool HasRoomForVariant(CacheEntry entry, int maxVariants)
    {
        if (_index.CountVariants(entry.Key) < maxVariants) return true;
        var now = _time.GetTimestamp();
        for (var other = _index.Find(entry.Key); other is not null; other = other.NextVariant)
        {
            if (other.FreshUntil <= now || other.Fingerprint != entry.Fingerprint)
                RemoveHeld(other, now);
        }

        return _index.CountVariants(entry.Key) < maxVariants;
    }

    private bool RemoveHeld(CacheEntry entry, long now)
    {
        if (!IsHeld(entry)) return false;
        if (entry.FreshUntil <= now)
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

    private void Detach(CacheEntry entry)
    {
        _index.Remove(entry);
        EntryQueue.Of(entry)!.Unlink(entry);
        _counts.Entries--;
        _counts.EntryBytes -= entry.Store.Bytes;
    }

    /// <summary>The older answer goes all the same: the origin has said something else since.</summary>
    private StoreOutcome RefuseTooLarge(CacheEntry entry)
    {
        if (_index.FindSame(entry) is { } old) RemoveHeld(old, _time.GetTimestamp());
        return Refuse(CacheReason.StoreLimit);
    }

    private StoreOutcome Refuse(CacheReason reason)
    {
        _counts.Refused++;
        return new StoreOutcome(reason);
    }

    private static bool IsHeld(CacheEntry entry) => EntryQueue.Of(entry) is { Partition.IsDropped: false };

    /// <summary>Everything that writers count, under the lock.</summary>
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
