using CachingGateway.Management.Statistics;
using CachingGateway.Observability;
using CachingGateway.UnitTests.Storage;
using Xunit;

namespace CachingGateway.UnitTests.Management;

public class RequestHistoryTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void EachStep_CountsWhatHappenedInIt()
    {
        var routes = new RouteMeters(_time);
        using var history = new RequestHistory(routes, _time);

        routes.Of("a").CountHit(10, 1);
        routes.Of("b").Count(CacheOutcome.Miss);
        _time.Advance(RequestHistory.Step);
        routes.Of("a").CountHit(10, 1);
        routes.Of(null).Count(CacheOutcome.Bypass);
        _time.Advance(RequestHistory.Step);
        _time.Advance(RequestHistory.Step);

        var points = history.Read(RequestHistory.Minutes);
        Assert.Equal([2, 2, 0], points.Select(point => point.Counted.Requests));
        Assert.Equal([50.0, 100.0, null], points.Select(point => point.Counted.HitRatePercent));
        Assert.Equal([10, 10, 0], points.Select(point => point.Counted.BytesSaved));
        Assert.Equal(RequestHistory.Step, points[1].At - points[0].At);
    }

    [Fact]
    public void OldSteps_AreForgotten()
    {
        var routes = new RouteMeters(_time);
        using var history = new RequestHistory(routes, _time);

        _time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(360, history.Read(RequestHistory.Minutes).Count);
        Assert.Equal(12, history.Read(minutes: 1).Count);
        Assert.Equal(_time.GetUtcNow(), history.Read(minutes: 1)[^1].At);
    }
}
