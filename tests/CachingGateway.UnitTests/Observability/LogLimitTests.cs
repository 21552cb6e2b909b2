using CachingGateway.Observability;
using CachingGateway.UnitTests.Storage;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CachingGateway.UnitTests.Observability;

public class LogLimitTests
{
    private static readonly EventId Failed = new(6, "fill_failed");

    private readonly ManualTime _time = new();
    private readonly LogLimit _limit;

    public LogLimitTests() => _limit = new LogLimit(_time);

    [Fact]
    public void MoreThanTheLimitInASecond_AreLeftOut_AndCounted()
    {
        Assert.Equal(LogLimit.MostPerSecond, Written(50, Failed, LogLevel.Error));

        Assert.Equal(("fill_failed", 50 - LogLimit.MostPerSecond), Assert.Single(_limit.TakeLeftOut()));
        Assert.Empty(_limit.TakeLeftOut());
    }

    [Fact]
    public void NextSecond_BeginsAnew()
    {
        Written(50, Failed, LogLevel.Error);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(LogLimit.MostPerSecond, Written(50, Failed, LogLevel.Error));
    }

    [Fact]
    public void OtherLines_AreNotAffected()
    {
        Written(50, Failed, LogLevel.Error);

        Assert.True(_limit.Allows("a", new EventId(7, "other"), LogLevel.Error));
        Assert.True(_limit.Allows("b", Failed, LogLevel.Error));
    }

    [Fact]
    public void Details_HaveMoreRoom() =>
        Assert.Equal(LogLimit.MostDetailsPerSecond, Written(5000, new EventId(1, "cache_hit"), LogLevel.Debug));

    private int Written(int lines, EventId id, LogLevel level) => Enumerable.Range(0, lines).Count(_ => _limit.Allows("a", id, level));
}
