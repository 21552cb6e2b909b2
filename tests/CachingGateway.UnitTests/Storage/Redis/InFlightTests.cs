using CachingGateway.Storage.Redis;
using Xunit;

namespace CachingGateway.UnitTests.Storage.Redis;

public sealed class InFlightTests
{
    [Fact]
    public void Calls_AreTakenUpToTheLimit_AndAgainWhenOneIsAnswered()
    {
        var inFlight = new InFlight(maxCalls: 2, maxBytes: 100);

        Assert.True(inFlight.TryEnter(0));
        Assert.True(inFlight.TryEnter(0));
        Assert.False(inFlight.TryEnter(0));
        inFlight.Exit(0);

        Assert.True(inFlight.TryEnter(0));
        Assert.Equal(2, inFlight.Calls);
    }

    [Fact]
    public void Bytes_AreTakenUpToTheLimit_ButOneCallAloneMayBeLarger()
    {
        var inFlight = new InFlight(maxCalls: 10, maxBytes: 100);

        Assert.True(inFlight.TryEnter(500));
        Assert.False(inFlight.TryEnter(1));
        inFlight.Exit(500);

        Assert.True(inFlight.TryEnter(60));
        Assert.False(inFlight.TryEnter(60));
        Assert.Equal((1, 60), (inFlight.Calls, inFlight.Bytes));
    }
}
