using CachingGateway.TestKit.Redis;
using Xunit;

namespace CachingGateway.FunctionalTests.Redis;

/// <summary>The kit's own servers, so that a fault in them is not looked for in the product.</summary>
public sealed class RedisKitTests
{
    [Fact]
    public async Task Server_IsStoppedHeldAndStartedAgainOnItsPort()
    {
        await using var redis = await RedisServer.StartAsync(new RedisServerOptions { Password = "se cret", IsPersistent = true });
        Assert.Equal("OK", (await redis.AskAsync("SET", "a", "1")).Text);
        var port = redis.Port;

        redis.Pause();
        redis.Resume();
        await redis.StopAsync();
        await redis.RestartAsync(keepData: true);
        Assert.Equal("1", (await redis.AskAsync("GET", "a")).Text);
        await redis.RestartAsync();

        Assert.Null((await redis.AskAsync("GET", "a")).Text);
        Assert.Equal(port, redis.Port);
    }

    [Fact]
    public async Task Cluster_ServesEverySlot()
    {
        await using var cluster = await RedisCluster.StartAsync();

        foreach (var key in new[] { "a", "b", "c", "d", "e" })
            Assert.Equal("OK", (await (await cluster.OwnerOfAsync(key)).AskAsync("SET", key, "1")).Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Sentinels_PutTheReplicaInThePrimarysPlace(int sentinels)
    {
        await using var at = await RedisSentinel.StartAsync(sentinels, password: "secret");
        await at.First.AskAsync("SET", "a", "1");
        await at.First.AskAsync("WAIT", "1", "10000");

        await at.FailOverAsync();

        Assert.Equal("1", (await at.Second.AskAsync("GET", "a")).Text);
        Assert.Equal("OK", (await at.Second.AskAsync("SET", "a", "2")).Text);
    }
}
