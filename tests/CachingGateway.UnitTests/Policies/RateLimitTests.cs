using System.Net;
using System.Threading.RateLimiting;
using CachingGateway.Pipeline;
using CachingGateway.Policies;
using Xunit;

namespace CachingGateway.UnitTests.Policies;

public sealed class RateLimitTests
{
    [Fact]
    public void Limit_LetsAsManyThrough()
    {
        using var limiter = new RateLimit(3, TimeSpan.FromHours(1)).NewLimiter();

        Assert.Equal([true, true, true, false, false], Enumerable.Range(0, 5).Select(_ => limiter.AttemptAcquire().IsAcquired));
    }

    // One that is ticked from outside loses ticks, and with them a part of what it may let through.
    [Fact]
    public void Limit_TicksByItself_ATenthOfTheWindowAtATime()
    {
        using var limiter = Assert.IsType<SlidingWindowRateLimiter>(new RateLimit(3, TimeSpan.FromSeconds(1)).NewLimiter());

        Assert.True(limiter.IsAutoReplenishing);
        Assert.Equal(TimeSpan.FromMilliseconds(100), limiter.ReplenishmentPeriod);
    }

    [Fact]
    public void BypassLimit_IsOfEachClientAndRoute()
    {
        using var limiter = new BypassLimiter();
        var route = PolicyKit.Route("""  "bypass": { "limit": "2/h" }  """);
        var other = route with { Name = "other" };

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => limiter.Allows(route, IPAddress.Parse("192.0.2.1"))));
        Assert.True(limiter.Allows(route, IPAddress.Parse("192.0.2.2")));
        Assert.True(limiter.Allows(other, IPAddress.Parse("192.0.2.1")));
    }
}
