using CachingGateway.Storage.Redis;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using StackExchange.Redis;
using Xunit;

namespace CachingGateway.FunctionalTests.Redis;

/// <summary>A Redis that holds still with its connections open, which its client alone would wait for without an end.</summary>
public sealed class RedisHangTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task HungRedis_IsWaitedForOnce_AndUsedAgainWhenItAnswers()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = await RedisLinks.OpenAsync(redis.Address);

        redis.Pause();
        var faults = new List<RedisFault>();
        for (var i = 0; i < 500; i++)
            faults.Add((await PassAsync(link, Timeout)).Fault);
        redis.Resume();

        // Every further call would cost its caller another 100 ms.
        Assert.Equal(1, faults.Count(fault => fault == RedisFault.Timeout));
        Assert.All(faults.Skip(1), fault => Assert.Contains(fault, new[] { RedisFault.BreakerOpen, RedisFault.NotConnected }));
        await Deadline.Eventually(() => PassAsync(link, RedisLinks.Patient), outcome => outcome.IsOk);
    }

    [Fact]
    public async Task CallsThatNobodyWaitsForAnyMore_CountUntilTheyAreAnswered()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = RedisLinks.Begin(RedisLinks.Options(redis.Address) with { MaxCallsInFlight = 10 });
        await link.ConnectedAsync();

        redis.Pause();
        var calls = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => link.Control.SetAsync("a", "1", Timeout)));
        redis.Resume();

        Assert.Equal(10, calls.Count(call => call.Fault == RedisFault.Timeout));
        Assert.Equal(15, calls.Count(call => call.Fault == RedisFault.Busy));
        await Deadline.Eventually(() => Task.FromResult(link.Control.CallsInFlight), calls => calls == 0);
        Assert.True((await link.Control.SetAsync("a", "1")).IsOk);
    }

    [Fact]
    public async Task BytesThatNobodyWaitsForAnyMore_CountToo()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = RedisLinks.Begin(RedisLinks.Options(redis.Address) with { MaxBytesInFlight = 5 * 1000 });
        await link.ConnectedAsync();
        Task<RedisOutcome<bool>> SendAsync() => link.Small.CallAsync(
            0, static (database, _) => database.StringSetAsync("a", new byte[400]), Timeout, bytes: 400);

        redis.Pause();
        var calls = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SendAsync()));
        redis.Resume();

        // A fifth of the bytes is this connection's.
        Assert.Equal(2, calls.Count(call => call.Fault == RedisFault.Timeout));
        Assert.Equal(3, calls.Count(call => call.Fault == RedisFault.Busy));
    }

    private static async Task<RedisOutcome<RedisValue>> PassAsync(RedisLink link, TimeSpan timeout) =>
        await link.Door.PassAsync((link, timeout), static (state, _) => state.link.Small.GetAsync("a", state.timeout));
}
