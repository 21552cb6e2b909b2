using CachingGateway.Storage;
using Xunit;
using static CachingGateway.UnitTests.Storage.StoredEntries;

namespace CachingGateway.UnitTests.Storage;

public sealed class ExpiryTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly MemoryStore _store;

    public ExpiryTests() => _store = new MemoryStore(new MemoryStoreOptions { MaxBytes = 64 * 1024 * 1024 }, _time);

    public void Dispose() => _store.Dispose();

    [Fact]
    public void ExpiredEntries_AreGoneWithinAboutAMinuteThoughNobodyAsks()
    {
        for (var i = 0; i < 20_000; i++)
            _store.TryAdd(Entry(i, freshUntil: i % 2 == 0 ? _time.After(TimeSpan.FromSeconds(5)) : long.MaxValue), NoLimits);

        _time.Advance(TimeSpan.FromSeconds(66));

        Assert.Equal((10_000, 10_000, 0), (_store.Statistics.Entries, _store.Statistics.Expired, _store.Statistics.Removed));
        Assert.All(_store.Entries(), entry => Assert.Equal(long.MaxValue, entry.FreshUntil));
        StoreIntegrity.Check(_store);
    }

    [Fact]
    public void OneTick_DoesOnlyItsShareOfTheWork()
    {
        for (var i = 0; i < 20_000; i++)
            _store.TryAdd(Entry(i, freshUntil: _time.After(TimeSpan.FromMilliseconds(500))), NoLimits);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.InRange(_store.Statistics.Expired, 1, 1000);
    }

    [Fact]
    public void AnyNumberOfEntries_OneTimer()
    {
        for (var i = 0; i < 100; i++)
            _store.TryAdd(Entry(i, freshUntil: _time.After(TimeSpan.FromSeconds(5))), NoLimits);

        Assert.Equal(1, _time.TimersCreated);
    }

    [Fact]
    public void ExpiredEntryRemovedByAReader_CountsAsExpired()
    {
        var entry = Entry(1, freshUntil: _time.After(TimeSpan.FromMilliseconds(1)));
        _store.TryAdd(entry, NoLimits);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(_store.Remove(entry));

        Assert.Equal((1, 0), (_store.Statistics.Expired, _store.Statistics.Removed));
    }

    [Fact]
    public void EntriesAddedWhileSweeping_TheIndexMayGrowMeanwhile()
    {
        for (var second = 0; second < 120; second++)
        {
            for (var i = 0; i < 200; i++)
                _store.TryAdd(Entry((second * 200) + i, freshUntil: _time.After(TimeSpan.FromSeconds(10))), NoLimits);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        // Those of the last 10 seconds are fresh; none is overdue by more than a round.
        Assert.InRange(_store.Statistics.Entries, 2000, 72 * 200);
        _time.Advance(TimeSpan.FromSeconds(72));
        Assert.Equal(0, _store.Statistics.Entries);
        StoreIntegrity.Check(_store);
    }

    [Fact]
    public void Disposed_TheTimerIsGone()
    {
        _store.TryAdd(Entry(1, freshUntil: _time.After(TimeSpan.FromSeconds(1))), NoLimits);
        _store.Dispose();

        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(1, _store.Statistics.Entries);
    }
}
