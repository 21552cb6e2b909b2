using CachingGateway.Entries;
using CachingGateway.Storage;
using Xunit;

namespace CachingGateway.UnitTests.Storage;

/// <summary>What must hold of a store at rest: index, chains, queues and counts tell the same story.</summary>
internal static class StoreIntegrity
{
    public static void Check(MemoryStore store)
    {
        var indexed = store.Entries().ToList();
        Assert.Equal(indexed.Count, indexed.Distinct().Count());
        var queued = store.ContentsAtRest().Partitions.All.SelectMany(partition => partition.Queues).SelectMany(Walk).ToHashSet();
        Assert.True(queued.SetEquals(indexed), "queues and index hold different entries");

        var statistics = store.Statistics;
        Assert.Equal(indexed.Count, statistics.Entries);
        Assert.Equal(indexed.Sum(EntrySize.Of), statistics.Bytes - store.ContentsAtRest().OverheadBytes);
        Assert.InRange(statistics.Bytes, 0, statistics.MaxBytes);
        var gone = statistics.Replaced + statistics.Evicted + statistics.Expired + statistics.Removed;
        Assert.Equal(statistics.Stored, statistics.Entries + gone);
        Assert.All(indexed.GroupBy(entry => entry.Key), CheckChain);
    }

    private static void CheckChain(IGrouping<CachingGateway.Keys.EntryKey, CacheEntry> variants)
    {
        var all = variants.ToList();
        for (var i = 0; i < all.Count; i++)
        {
            Assert.Same(i + 1 < all.Count ? all[i + 1] : null, all[i].NextVariant);
            Assert.DoesNotContain(all.Skip(i + 1), all[i].IsSameVariantAs);
        }
    }

    private static List<CacheEntry> Walk(EntryQueue queue)
    {
        var walked = new List<CacheEntry>();
        for (var entry = queue.Oldest; entry is not null; entry = entry.Store.Newer)
        {
            Assert.Same(walked.LastOrDefault(), entry.Store.Older);
            Assert.Same(queue, entry.Store.Queue);
            walked.Add(entry);
        }

        Assert.Equal(walked.Count, queue.Count);
        Assert.Equal(walked.Sum(entry => entry.Store.Bytes), queue.Bytes);
        return walked;
    }
}
