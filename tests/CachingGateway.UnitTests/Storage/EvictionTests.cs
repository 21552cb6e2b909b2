using CachingGateway.Storage;
using Xunit;
using static CachingGateway.UnitTests.Storage.StoredEntries;

namespace CachingGateway.UnitTests.Storage;

public sealed class EvictionTests : IDisposable
{
    private const long MaxBytes = 1024 * 1024;
    private readonly MemoryStore _store = new(new MemoryStoreOptions { MaxBytes = MaxBytes }, new ManualTime());

    public void Dispose() => _store.Dispose();

    [Fact]
    public void MillionDistinctKeys_StayWithinTheLimitAndTheHotOneSurvives()
    {
        _store.Request(-1);
        var hotMisses = 0;
        for (var i = 0; i < 1_000_000; i++)
        {
            _store.TryAdd(Entry(i, bodyBytes: 16), NoLimits);
            if (i % 50 == 0 && !_store.Request(-1)) hotMisses++;
            if (i % 1000 == 0) Assert.InRange(_store.Statistics.Bytes, 0, MaxBytes);
        }

        Assert.Equal(0, hotMisses);
        Assert.True(_store.Statistics.EvictedByStoreLimit > 900_000);
        StoreIntegrity.Check(_store);
    }

    [Fact]
    public void OneTimeScan_LeavesTheWorkingSetInPlace()
    {
        for (var round = 0; round < 5; round++)
        {
            for (var i = 0; i < 400; i++)
                _store.Request(i);
        }

        for (var i = 10_000; i < 20_000; i++)
            _store.Request(i);

        var kept = Enumerable.Range(0, 400).Count(i => _store.Find(i) is not null);
        Assert.InRange(kept, 380, 400);
    }

    [Fact]
    public void ReplacedEntry_KeepsItsPopularity()
    {
        for (var i = 0; i < 3; i++)
            _store.Request(1);
        _store.TryAdd(Entry(1), NoLimits);

        for (var i = 100; i < 2000; i++)
            _store.Request(i);

        Assert.NotNull(_store.Find(1));
    }

    [Fact]
    public void LargeEntry_EvictsAsManySmallOnesAsItNeeds()
    {
        for (var i = 0; i < 4000; i++)
            _store.TryAdd(Entry(i, bodyBytes: 0), NoLimits);

        Assert.True(_store.TryAdd(Entry(-1, bodyBytes: 120_000), NoLimits).IsStored);

        Assert.NotNull(_store.Find(-1));
        Assert.InRange(_store.Statistics.Bytes, 0, MaxBytes);
        StoreIntegrity.Check(_store);
    }

    [Fact]
    public void EverythingPopular_AnAdditionStillEnds()
    {
        for (var i = 0; i < 2000; i++)
        {
            _store.Request(i);
            foreach (var entry in _store.Entries())
                entry.Store.Frequency = EvictionPartition.MaxFrequency;
        }

        Assert.InRange(_store.Statistics.Bytes, 0, MaxBytes);
        StoreIntegrity.Check(_store);
    }
}
