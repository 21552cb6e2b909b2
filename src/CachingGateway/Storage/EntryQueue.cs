using CachingGateway.Entries;

namespace CachingGateway.Storage;

/// <summary>A first-in first-out queue of entries, linked through the entries themselves. Used under the store's lock.</summary>
internal sealed class EntryQueue(EvictionPartition partition)
{
    private CacheEntry? _newest;

    public EvictionPartition Partition => partition;

    public CacheEntry? Oldest { get; private set; }

    public long Count { get; private set; }

    public long Bytes { get; private set; }

    public static EntryQueue? Of(CacheEntry entry) => (EntryQueue?)entry.Store.Queue;

    public void Push(CacheEntry entry)
    {
        entry.Store.Queue = this;
        entry.Store.Newer = null;
        entry.Store.Older = _newest;
        if (_newest is null)
            Oldest = entry;
        else
            _newest.Store.Newer = entry;
        _newest = entry;
        Count++;
        Bytes += entry.Store.Bytes;
    }

    /// <summary>Takes the entry out and drops its links, so that garbage does not keep its neighbours alive.</summary>
    public void Unlink(CacheEntry entry)
    {
        var (newer, older) = (entry.Store.Newer, entry.Store.Older);
        if (newer is null)
            _newest = older;
        else
            newer.Store.Older = older;
        if (older is null)
            Oldest = newer;
        else
            older.Store.Newer = newer;
        (entry.Store.Newer, entry.Store.Older, entry.Store.Queue) = (null, null, null);
        Count--;
        Bytes -= entry.Store.Bytes;
    }

    /// <summary>Puts <paramref name="next"/> where <paramref name="old"/> stands.</summary>
    public void Replace(CacheEntry old, CacheEntry next)
    {
        next.Store.Queue = this;
        (next.Store.Newer, next.Store.Older) = (old.Store.Newer, old.Store.Older);
        if (next.Store.Newer is { } newer)
            newer.Store.Older = next;
        else
            _newest = next;
        if (next.Store.Older is { } older)
            older.Store.Newer = next;
        else
            Oldest = next;
        (old.Store.Newer, old.Store.Older, old.Store.Queue) = (null, null, null);
        Bytes += (long)next.Store.Bytes - old.Store.Bytes;
    }
}
