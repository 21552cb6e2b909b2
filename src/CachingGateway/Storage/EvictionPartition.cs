using CachingGateway.Entries;

namespace CachingGateway.Storage;

/// <summary>
/// The eviction order of a set of entries: S3-FIFO (Yang et al., SOSP 2023), in bytes. Used under the store's lock.
/// <list type="number">
/// <item>A new entry joins the small queue, which is held to a tenth of the bytes.</item>
/// <item>At its end an entry with at least two hits moves to the main queue; any other leaves, and its key becomes a ghost.</item>
/// <item>A ghost that comes back joins the main queue at once.</item>
/// <item>At the end of the main queue an entry with hits goes round again with one less; one without leaves.</item>
/// </list>
/// A hit therefore moves nothing: it only raises the entry's frequency.
/// </summary>
internal sealed class EvictionPartition
{
    public const byte MaxFrequency = 3;
    private const int SmallQueueDivisor = 10;
    private const byte PromotionFrequency = 2;

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

    public long Count => _small.Count + _main.Count;

    /// <summary>The bytes of the entries alone.</summary>
    public long Bytes => _small.Bytes + _main.Bytes;

    /// <summary>The bytes of what is kept beside the entries.</summary>
    public long OverheadBytes => _ghosts.Bytes;

    /// <summary>Joins the queue that the key's history has earned.</summary>
    public void Add(CacheEntry entry) => (_ghosts.Take(entry.Key, Count) ? _main : _small).Push(entry);

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
                if (newcomer.Store.Frequency < PromotionFrequency)
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
                if (proven.Store.Frequency == 0) return proven;
                proven.Store.Frequency--;
                _main.Unlink(proven);
                _main.Push(proven);
            }
        }

        return _main.Oldest ?? _small.Oldest;
    }
}
