using CachingGateway.Entries;

namespace CachingGateway.Storage;

/// <summary>
/// The eviction order of a set of entries: S3-FIFO (Yang et al., SOSP 2023), in which an entry has to earn the bytes it takes.
/// Its <em>weight</em>, in hits, is 1 up to the mean size, 2 above that and 3 above four times that.
/// <list type="number">
/// <item>A new entry joins the small queue, which is held to a tenth of the bytes.</item>
/// <item>At its end one with its weight in hits moves to the main queue; any other leaves, its key becomes a ghost.</item>
/// <item>A ghost that comes back joins the main queue, or if it weighs more than 1 the small one with a hit to its credit.</item>
/// <item>At the end of the main queue an entry pays its weight in hits and goes round again; one that cannot leaves.</item>
/// </list>
/// A hit therefore moves nothing: it only raises the entry's frequency. Used under the store's lock.
/// </summary>
internal sealed class EvictionPartition
{
    public const byte MaxFrequency = 3;
    private const int SmallQueueDivisor = 10;
    private const int HeavyMultiple = 4;

    /// <summary>How many entries one eviction looks at, so that a queue full of popular ones cannot make it long.</summary>
    private const int MaxSteps = 64;

    private readonly EntryQueue _small;
    private readonly EntryQueue _main;
    private readonly GhostTable _ghosts = new();

    public EvictionPartition(RouteLimits limits)
    {
        Limits = limits;
        _small = new EntryQueue(this);
        _main = new EntryQueue(this);
    }

    /// <summary>As the latest entry of the route brought them.</summary>
    public RouteLimits Limits { get; set; }

    /// <summary>Set when everything was cleared: its entries are no longer in the store.</summary>
    public bool IsDropped { get; set; }

    public IEnumerable<EntryQueue> Queues => [_small, _main];

    public long Count => _small.Count + _main.Count;

    /// <summary>The bytes of the entries alone.</summary>
    public long Bytes => _small.Bytes + _main.Bytes;

    /// <summary>The bytes of what is kept beside the entries.</summary>
    public long OverheadBytes => _ghosts.Bytes;

    /// <summary>Whether that much more would be over the route's own limits.</summary>
    public bool IsOver(long moreBytes, int moreEntries) =>
        Bytes + moreBytes > Limits.MaxBytes || Count + moreEntries > Limits.MaxEntries;

    /// <summary>Joins the queue that the key's history has earned.</summary>
    public void Add(CacheEntry entry)
    {
        if (!_ghosts.Take(entry.Key, Count))
        {
            _small.Push(entry);
        }
        else if (Weight(entry) == 1)
        {
            _main.Push(entry);
        }
        else
        {
            entry.Store.Frequency = Math.Max(entry.Store.Frequency, (byte)1);
            _small.Push(entry);
        }
    }

    /// <summary>Joins the main queue, for an entry whose predecessor had earned it elsewhere.</summary>
    public void AddProven(CacheEntry entry) => _main.Push(entry);

    public bool IsProven(CacheEntry entry) => ReferenceEquals(entry.Store.Queue, _main);

    /// <summary>An expired entry that was used is remembered, so that its refill starts from where it was.</summary>
    public void RememberIfUsed(CacheEntry entry)
    {
        if (IsProven(entry) || entry.Store.Frequency > 0)
            _ghosts.Remember(entry.Key, Count);
    }

    /// <summary>The entry to evict next, still in its queue; <see langword="null"/>: there is none.</summary>
    public CacheEntry? NextVictim()
    {
        for (var step = 0; step < MaxSteps; step++)
        {
            var isSmallTurn = _main.Count == 0 || _small.Bytes > Bytes / SmallQueueDivisor;
            if (isSmallTurn && _small.Oldest is { } newcomer)
            {
                if (newcomer.Store.Frequency < Weight(newcomer))
                {
                    _ghosts.Remember(newcomer.Key, Count);
                    return newcomer;
                }

                _small.Unlink(newcomer);
                newcomer.Store.Frequency = 0;
                _main.Push(newcomer);
            }
            else if (_main.Oldest is { } proven)
            {
                var weight = Weight(proven);
                if (proven.Store.Frequency < weight) return proven;
                proven.Store.Frequency -= weight;
                _main.Unlink(proven);
                _main.Push(proven);
            }
        }

        return _main.Oldest ?? _small.Oldest;
    }

    private byte Weight(CacheEntry entry)
    {
        var meanBytes = Bytes / Math.Max(1, Count);
        if (entry.Store.Bytes <= meanBytes || Count == 0) return 1;
        return entry.Store.Bytes <= HeavyMultiple * meanBytes ? (byte)2 : (byte)3;
    }
}
