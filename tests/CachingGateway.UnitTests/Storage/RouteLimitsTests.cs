using CachingGateway.Observability;
using CachingGateway.Storage;
using Xunit;
using static CachingGateway.UnitTests.Storage.StoredEntries;

namespace CachingGateway.UnitTests.Storage;

public sealed class RouteLimitsTests : IDisposable
{
    private const long MaxBytes = 1024 * 1024;
    private readonly ManualTime _time = new();
    private readonly MemoryStore _store;

    public RouteLimitsTests() => _store = new MemoryStore(new MemoryStoreOptions { MaxBytes = MaxBytes }, _time);

    public void Dispose() => _store.Dispose();

    [Fact]
    public void RouteAtItsEntries_EvictsItsOwn()
    {
        var limits = new RouteLimits("few", 10, long.MaxValue, 50);
        for (var i = 0; i < 50; i++)
            _store.TryAdd(Entry(i), NoLimits);

        for (var i = 100; i < 200; i++)
            _store.TryAdd(Entry(i, route: "few"), limits);

        Assert.Equal(10, CountOf("few"));
        Assert.Equal(50, CountOf("open"));
        Assert.Equal((90, 0), (_store.Statistics.EvictedByRouteLimit, _store.Statistics.EvictedByStoreLimit));
        StoreIntegrity.Check(_store);
    }

    [Fact]
    public void RouteAtItsBytes_EvictsItsOwn()
    {
        var limits = new RouteLimits("small", long.MaxValue, 20_000, 50);
        for (var i = 0; i < 100; i++)
            _store.TryAdd(Entry(i, route: "small"), limits);

        Assert.InRange(_store.Entries().Sum(EntrySize.Of), 15_000, 20_000);
    }

    [Theory]
    [InlineData(0, long.MaxValue)]
    [InlineData(long.MaxValue, 1000)]
    public void LimitThatNoEntryFits_IsRefused(long entries, long bytes) => Assert.Equal(
        CacheReason.StoreLimit, _store.TryAdd(Entry(1), new RouteLimits("none", entries, bytes, 50)).Refusal);

    [Fact]
    public void ReplacementAtTheLimit_EvictsNobody()
    {
        var limits = new RouteLimits("few", 2, long.MaxValue, 50);
        _store.TryAdd(Entry(1), limits);
        _store.TryAdd(Entry(2), limits);

        _store.TryAdd(Entry(1), limits);

        Assert.Equal((2, 0), (_store.Statistics.Entries, _store.Statistics.Evicted));
    }

    [Fact]
    public void LimitLowered_TheNextEntryBringsItIntoForce()
    {
        var limits = new RouteLimits("few", 500, long.MaxValue, 50);
        for (var i = 0; i < 500; i++)
            _store.TryAdd(Entry(i, route: "few"), limits);

        _store.TryAdd(Entry(1000, route: "few"), limits with { MaxEntries = 5 });

        Assert.Equal(5, CountOf("few"));
    }

    [Fact]
    public void LimitLost_EntriesMoveOnAndThePartitionGoes()
    {
        var limits = new RouteLimits("few", 10, long.MaxValue, 50);
        for (var i = 0; i < 10; i++)
            _store.TryAdd(Entry(i, route: "few"), limits);
        Assert.Equal(2, _store.ContentsAtRest().Partitions.All.Count());

        for (var i = 0; i < 20; i++)
            _store.TryAdd(Entry(i, route: "few"), NoLimits with { Route = "few" });
        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(20, CountOf("few"));
        Assert.Single(_store.ContentsAtRest().Partitions.All);
        StoreIntegrity.Check(_store);
    }

    [Fact]
    public void StoreFull_LimitedRouteGivesWayInProportionAlone()
    {
        var limits = new RouteLimits("half", long.MaxValue, MaxBytes / 2, 50);
        for (var i = 0; i < 3000; i++)
        {
            _store.TryAdd(Entry(i, route: "half"), limits);
            _store.TryAdd(Entry(10_000 + i), NoLimits);
        }

        var share = _store.Entries().Where(entry => entry.Route == "half").Sum(EntrySize.Of) / (double)MaxBytes;
        Assert.InRange(share, 0.28, 0.36);
        Assert.InRange(_store.Statistics.Bytes, MaxBytes * 9 / 10, MaxBytes);
    }

    private int CountOf(string route) => _store.Entries().Count(entry => entry.Route == route);
}
