using CachingGateway.Observability;
using Xunit;

namespace CachingGateway.UnitTests.Observability;

public class RouteMetersTests
{
    private readonly RouteMeters _meters = new(TimeProvider.System);

    [Fact]
    public void Route_KeepsItsMeterByItsName()
    {
        Assert.Same(_meters.Of("a"), _meters.Of("a"));
        Assert.NotSame(_meters.Of("a"), _meters.Of("b"));
        Assert.Equal(RouteMeters.NoRoute, _meters.Of(null).Route);
    }

    [Fact]
    public void NamesPastTheLimit_ShareOne()
    {
        _meters.Know(Enumerable.Range(0, RouteMeters.MostRoutes).Select(i => $"r{i}"));

        Assert.Equal("r0", _meters.Of("r0").Route);
        Assert.Equal(RouteMeters.OtherRoutes, _meters.Of("one-more").Route);
        Assert.Equal(RouteMeters.MostRoutes + 2, _meters.Read().Count);
    }

    [Fact]
    public void HitRate_IsOfWhatWasLookedUp()
    {
        var route = _meters.Of("a");
        Assert.Null(route.Read().HitRate);
        route.CountHit(bytes: 10, ticks: 5);
        route.Count(CacheOutcome.Stale);
        route.Count(CacheOutcome.Miss);
        route.Count(CacheOutcome.Revalidated);
        route.Count(CacheOutcome.Bypass);
        route.CountReason(CacheReason.Cookie);
        route.CountBytes(BodySource.Shared, 5);
        route.CountBytes(BodySource.Origin, 1);

        var read = route.Read();
        Assert.Equal((0.5, 5), (read.HitRate, read.Requests));
        Assert.Equal((15, 1), (read.BytesSaved, read.BytesFromOrigin));
        Assert.Equal(1, Assert.Single(read.Reasons).Value);
    }
}
