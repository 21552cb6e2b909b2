using System.Diagnostics;
using CachingGateway.Storage.Redis;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using StackExchange.Redis;
using Xunit;

namespace CachingGateway.FunctionalTests.Redis;

/// <summary>What a Redis that holds still costs the process. No other test runs meanwhile: their threads would be counted too.</summary>
[Collection(nameof(Alone))]
public sealed class RedisThreadsTests
{
    [Fact]
    public async Task RedisThatHangsForLong_IsDropped_AndNeitherThreadsNorConnectionsGrow()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = await RedisLinks.OpenAsync(redis.Address);
        redis.Pause();
        await PassAsync(link, TimeSpan.FromMilliseconds(100));
        await link.DisconnectedAsync();
        await Deadline.Eventually(() => Task.FromResult(link.Problem), problem => problem?.Contains("does not answer", StringComparison.Ordinal) == true);
        var before = Threads();

        // Each attempt asks and gives up; that it was one is seen by the next answer.
        for (var i = 0; i < 3; i++)
            await new RedisScout(link.Options.Address, TimeProvider.System).FindAsync(CancellationToken.None);
        var after = Threads();
        redis.Resume();
        await link.ConnectedAsync();

        Assert.InRange(after, 0, before + 8);
        Assert.True((await PassAsync(link, RedisLinks.Patient)).IsOk);
    }

    private static async Task<RedisOutcome<RedisValue>> PassAsync(RedisLink link, TimeSpan timeout) =>
        await link.Door.PassAsync((link, timeout), static (state, _) => state.link.Small.GetAsync("a", state.timeout));

    private static int Threads()
    {
        using var self = Process.GetCurrentProcess();
        return self.Threads.Count;
    }
}
