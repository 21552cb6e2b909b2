using CachingGateway.Observability;
using CachingGateway.Storage;
using Xunit;
using static CachingGateway.UnitTests.Storage.StoredEntries;

namespace CachingGateway.UnitTests.Storage;

public sealed class MemoryStoreTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly MemoryStore _store;

    public MemoryStoreTests() => _store = new MemoryStore(new MemoryStoreOptions { MaxBytes = 1024 * 1024 }, _time);

    public void Dispose() => _store.Dispose();

    [Fact]
    public void NothingStored_NothingFound() => Assert.Null(_store.Find(1));

    [Fact]
    public void EntryAdded_IsFoundAsItIs()
    {
        var entry = Entry(1);

        Assert.True(_store.TryAdd(entry, NoLimits).IsStored);

        Assert.Same(entry, _store.Find(1));
        Assert.Equal(1, _store.Statistics.Entries);
    }

    [Fact]
    public void ManyEntries_AllAreFound()
    {
        using var large = new MemoryStore(new MemoryStoreOptions { MaxBytes = 256L * 1024 * 1024 }, _time);
        for (var i = 0; i < 50_000; i++)
            large.TryAdd(Entry(i, bodyBytes: 0), NoLimits);

        Assert.All(Enumerable.Range(0, 50_000), i => Assert.Equal(Key(i), large.Find(i)!.Key));
        Assert.Equal(50_000, large.Entries().Distinct().Count());
        StoreIntegrity.Check(large);
    }

    [Fact]
    public void EntryReplaced_OnlyTheNewOneIsFound()
    {
        var (old, next) = (Entry(1, 1000), Entry(1, 5000));
        _store.TryAdd(old, NoLimits);

        _store.TryAdd(next, NoLimits);

        Assert.Same(next, _store.Find(1));
        Assert.Null(next.NextVariant);
        Assert.Equal((1, 2, 1), (_store.Statistics.Entries, _store.Statistics.Stored, _store.Statistics.Replaced));
        StoreIntegrity.Check(_store);
    }

    [Fact]
    public void EntryRemoved_IsGoneOnce()
    {
        var entry = Entry(1);
        _store.TryAdd(entry, NoLimits);

        Assert.True(_store.Remove(entry));
        Assert.False(_store.Remove(entry));

        Assert.Null(_store.Find(1));
        Assert.Equal((0, 1), (_store.Statistics.Entries, _store.Statistics.Removed));
        StoreIntegrity.Check(_store);
    }

    [Fact]
    public void ReplacedEntryRemoved_TheNewOneStays()
    {
        var (old, next) = (Entry(1), Entry(1));
        _store.TryAdd(old, NoLimits);
        _store.TryAdd(next, NoLimits);

        Assert.False(_store.Remove(old));

        Assert.Same(next, _store.Find(1));
    }

    [Fact]
    public void EntryAddedTwice_IsABug()
    {
        var entry = Entry(1);
        _store.TryAdd(entry, NoLimits);
        _store.Remove(entry);

        Assert.Throws<InvalidOperationException>(() => _store.TryAdd(entry, NoLimits));
    }

    [Fact]
    public void EntryLargerThanAnEighth_IsRefusedAndTheOldAnswerGoes()
    {
        _store.TryAdd(Entry(1), NoLimits);

        var outcome = _store.TryAdd(Entry(1, bodyBytes: 1024 * 1024 / 8), NoLimits);

        Assert.Equal(CacheReason.StoreLimit, outcome.Refusal);
        Assert.Null(_store.Find(1));
        Assert.Equal(1, _store.Statistics.Refused);
    }

    [Fact]
    public void Cleared_NothingIsLeftAndItGoesOn()
    {
        for (var i = 0; i < 500; i++)
            _store.TryAdd(Entry(i), NoLimits);
        var survivor = _store.Find(7)!;

        _store.Clear();

        Assert.Null(_store.Find(7));
        Assert.Empty(_store.Entries());
        Assert.False(_store.Remove(survivor));
        Assert.Equal((0, 500), (_store.Statistics.Entries, _store.Statistics.Removed));
        Assert.True(_store.TryAdd(Entry(7), NoLimits).IsStored);
        StoreIntegrity.Check(_store);
    }

    [Fact]
    public void HitsAndMisses_AreCountedWhereTheyHappen()
    {
        Assert.False(_store.Request(1));
        Assert.True(_store.Request(1));
        Assert.True(_store.Request(1));

        Assert.Equal((2, 1), (_store.Statistics.Hits, _store.Statistics.Misses));
    }

    [Fact]
    public void FindAndTouch_AllocateNothing()
    {
        _store.TryAdd(Entry(1), NoLimits);
        _store.Request(1);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
            _store.Request(1);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void StoreTooSmallToWork_IsRefusedAtOnce() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new MemoryStore(new MemoryStoreOptions { MaxBytes = 1000 }, _time));
}
