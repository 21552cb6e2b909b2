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
    private readonly Lock _gate = new();
    private readonly MemoryStoreOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Read without the lock, written under it.</summary>
    private readonly EntryIndex _index = new();

    /// <summary>Used under the lock only.</summary>
    private readonly StoreContents _contents;

    private readonly ExpirySweeper _sweeper;
    private readonly StripedCounts _hits = new(1);
    private readonly StripedCounts _misses = new(1);

    public MemoryStore(MemoryStoreOptions options, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxBytes, MemoryStoreOptions.LeastMaxBytes, nameof(options));
        _options = options;
        _time = time;
        _contents = new StoreContents(_index, options.MaxBytes);
        _sweeper = new ExpirySweeper(this, options, time);
    }

    public MemoryStoreStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return _contents.Statistics(_hits.Sum(), _misses.Sum());
            }
        }
    }

    /// <summary>
    /// The key's first entry of that base variant, or <see langword="null"/>; expired ones are among them. Where it does not
    /// suit the request by its <see cref="CacheEntry.VariedBy"/>, <see cref="FindNext"/> has the others.
    /// </summary>
    public CacheEntry? Find(EntryKey key, VariantKey variant)
    {
        var entry = _index.Find(key);
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

    /// <summary>How many entries there are of the key, in all their variants; expired ones are among them.</summary>
    public int CountVariants(EntryKey key) => _index.CountVariants(key);

    /// <summary>
    /// Counts a hit and lets the entry stay longer. A popular entry is not written to, so that it does not pass between
    /// processors.
    /// </summary>
    public void Touch(CacheEntry entry)
    {
        _hits.Increment();
        if (entry.Store.Frequency < EvictionPartition.MaxFrequency)
            entry.Store.Frequency++;
        var hits = entry.Store.Hits;
        var raised = HitCount.Next(hits, HitCount.IsExact(hits) ? 0 : Random.Shared.Next());
        if (raised != hits)
            entry.Store.Hits = raised;
    }

    /// <summary>How often this entry, and those whose place it took, answered a request.</summary>
    public static long HitsOf(CacheEntry entry) => HitCount.Read(entry.Store.Hits);

    /// <summary>Counts a look-up that found nothing to answer with.</summary>
    public void CountMiss() => _misses.Increment();

    /// <summary>
    /// Takes an entry in, in place of the same variant if there is one, whose popularity it inherits. One that is too large is
    /// refused, and the older answer goes all the same: the origin has said something else since.
    /// </summary>
    public StoreOutcome TryAdd(CacheEntry entry, in RouteLimits limits)
    {
        var now = _time.GetTimestamp();
        var bytes = EntrySize.Of(entry);
        var isTooLarge = bytes > _options.LargestEntryBytes || bytes > limits.MaxBytes || limits.MaxEntries < 1;
        StoreOutcome? outcome = null;
        while (outcome is null)
        {
            lock (_gate)
            {
                outcome = isTooLarge ? _contents.RefuseTooLarge(entry, now) : _contents.TryPlace(entry, bytes, limits, now);
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
            return _contents.Remove(entry, now);
        }
    }

    /// <summary>Removes several, under one hold of the lock.</summary>
    public void RemoveAll(IReadOnlyList<CacheEntry> entries)
    {
        var now = _time.GetTimestamp();
        lock (_gate)
        {
            foreach (var entry in entries)
                _contents.Remove(entry, now);
        }
    }

    /// <summary>Removes everything in a time that does not depend on how much there is.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _contents.Clear();
        }
    }

    /// <summary>
    /// All entries, without a lock: those there throughout are seen at least once, those that come or go meanwhile perhaps.
    /// </summary>
    public IEnumerable<CacheEntry> Entries()
    {
        var found = new List<CacheEntry>();
        var position = 0UL;
        do
        {
            found.Clear();
            position = _index.Visit(position, found);
            foreach (var entry in found)
                yield return entry;
        }
        while (position != 0);
    }

    /// <summary>
    /// One bounded step of a walk through all entries, which begins and ends at 0 (see <see cref="EntryIndex.Visit"/>).
    /// </summary>
    public ulong Visit(ulong position, List<CacheEntry> found) => _index.Visit(position, found);

    /// <summary>Where in such a walk a key stands: a step from there shows it, and may show some that stand before it.</summary>
    public ulong PositionOf(EntryKey key) => _index.PositionOf(key);

    public void Dispose() => _sweeper.Dispose();

    internal void DropEmptyPartitions()
    {
        lock (_gate)
        {
            _contents.Partitions.DropEmpty();
        }
    }

    /// <summary>What lies behind the lock, for checks of a store at rest.</summary>
    internal StoreContents ContentsAtRest() => _contents;
}
