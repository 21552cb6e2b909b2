using CachingGateway.Storage.Redis;
using Xunit;

namespace CachingGateway.UnitTests.Storage.Redis;

public sealed class RedisDoorTests
{
    private readonly ManualTime _time = new();
    private readonly RedisDoor _door;
    private int _passed;

    public RedisDoorTests() => _door = new RedisDoor(_time);

    [Fact]
    public async Task OverdueAnswer_ShutsIt_UntilAPingThatWasSentAfterwardsIsAnswered()
    {
        var before = _door.Holds;
        _door.Hold();

        // Sent before: it says nothing about now.
        _door.Release(before);
        Assert.Equal(RedisFault.BreakerOpen, await PassAsync(RedisFault.None));
        _door.Release(_door.Holds);

        Assert.Equal(RedisFault.None, await PassAsync(RedisFault.None));
        Assert.Equal(1, _passed);
    }

    [Theory]
    [InlineData(nameof(RedisFault.Timeout))]
    [InlineData(nameof(RedisFault.ConnectionLost))]
    [InlineData(nameof(RedisFault.Loading))]
    public async Task FaultsThatCostTime_ShutIt_AndOneCallTriesLater(string name)
    {
        var fault = Enum.Parse<RedisFault>(name);
        for (var i = 0; i < 10; i++)
            Assert.Equal(fault, await PassAsync(fault));

        Assert.True(_door.IsShut);
        Assert.Equal(RedisFault.BreakerOpen, await PassAsync(RedisFault.None));
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal(fault, await PassAsync(fault));
        Assert.Equal(RedisFault.BreakerOpen, await PassAsync(RedisFault.None));
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal(RedisFault.None, await PassAsync(RedisFault.None));

        Assert.False(_door.IsShut);
        Assert.Equal(12, _passed);
    }

    [Theory]
    [InlineData(nameof(RedisFault.OutOfMemory))]
    [InlineData(nameof(RedisFault.NotConnected))]
    [InlineData(nameof(RedisFault.WrongType))]
    [InlineData(nameof(RedisFault.Busy))]
    public async Task FaultsThatComeAtOnce_KeepItOpen(string name)
    {
        var fault = Enum.Parse<RedisFault>(name);
        for (var i = 0; i < 100; i++)
            Assert.Equal(fault, await PassAsync(fault));

        Assert.False(_door.IsShut);
    }

    [Fact]
    public async Task NewConnections_OpenItAtOnce()
    {
        for (var i = 0; i < 10; i++)
            await PassAsync(RedisFault.Timeout);
        _door.Hold();

        await _door.ResetAsync(_door.Holds);

        Assert.Equal(RedisFault.None, await PassAsync(RedisFault.None));
    }

    [Fact]
    public async Task CallerWhoGivesUp_CountsForNothing()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        for (var i = 0; i < 100; i++)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _door.PassAsync(
                0, static (_, cancellation) => Task.FromCanceled<RedisOutcome<int>>(cancellation), gone.Token));
        }

        Assert.False(_door.IsShut);
    }

    private async Task<RedisFault> PassAsync(RedisFault fault) => (await _door.PassAsync(
        fault, (result, _) =>
        {
            _passed++;
            return Task.FromResult<RedisOutcome<int>>(result);
        })).Fault;
}
