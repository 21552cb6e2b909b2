using System.Collections.Concurrent;
using System.Text;
using CachingGateway.Storage.Redis;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using StackExchange.Redis;
using Xunit;

namespace CachingGateway.FunctionalTests.Redis;

public sealed class RedisLinkTests
{
    [Fact]
    public async Task RedisThatIsNotThere_DelaysNoStart_AndIsFoundWhenItComes()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.KillAsync();
        await using var link = RedisLinks.Begin(RedisLinks.Options(redis.Address));

        Assert.Equal(RedisFault.NotConnected, (await link.Small.SetAsync("a", "1")).Fault);
        await redis.RestartAsync();
        await link.ConnectedAsync();

        Assert.True((await link.Small.SetAsync("a", "1")).IsOk);
    }

    [Fact]
    public async Task RedisThatIsKilled_IsFoundAgainWhenItIsBack()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = await RedisLinks.OpenAsync(redis.Address);
        var (lost, connected) = (0, 0);
        link.Lost += (_, _) => lost++;
        link.Connected += (_, _) => connected++;

        await redis.KillAsync();
        await link.DisconnectedAsync();
        Assert.False((await link.Small.GetAsync("a")).IsOk);
        await redis.RestartAsync();
        await link.ConnectedAsync();

        Assert.True((await link.Small.SetAsync("a", "1")).IsOk);
        Assert.Equal((1, 1), (lost, connected));
    }

    [Fact]
    public async Task Password_IsUsed_AndAWrongOneIsNamedAsTheProblemWithoutItsText()
    {
        await using var redis = await RedisServer.StartAsync(new RedisServerOptions { Password = "right" });
        await using var link = await RedisLinks.OpenAsync($"redis://:right@{redis.Address}");
        Assert.True((await link.Control.SetAsync("a", "1")).IsOk);

        await using var wrong = RedisLinks.Begin(RedisLinks.Options($"{redis.Address},password=hunter2"));
        var problem = await Deadline.Eventually(
            () => Task.FromResult(wrong.Problem), p => p?.Contains("WRONGPASS", StringComparison.Ordinal) == true);

        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
        Assert.False(wrong.IsConnected);
    }

    [Fact]
    public async Task Script_RunsByItsHash_AndIsSentAgainWhenTheServerForgotIt()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = await RedisLinks.OpenAsync(redis.Address);
        var script = new RedisScript("return {redis.call('INCR', KEYS[1]), ARGV[1]}");
        async Task<RedisResult[]?> RunAsync() =>
            (RedisResult[]?)(await script.RunAsync(link.Control, ["n"], [new byte[] { 0, 255 }], RedisLinks.Patient)).Value;

        Assert.Equal(1, (long)(await RunAsync())![0]);
        Assert.Equal(2, (long)(await RunAsync())![0]);
        await redis.AskAsync("SCRIPT", "FLUSH");
        var third = await RunAsync();

        Assert.Equal(3, (long)third![0]);
        Assert.Equal([0, 255], (byte[])third[1]!);
    }

    [Fact]
    public async Task Command_ThatTheClientHasNoMethodFor_IsSentAsItIs()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var replica = await RedisServer.StartAsync(new RedisServerOptions { ReplicaOf = redis });
        await using var link = await RedisLinks.OpenAsync(redis.Address);

        await link.Control.SetAsync("a", "1");
        var outcome = await link.Control.ExecuteAsync(RedisLinks.Patient, "WAIT", 1, 5000);

        Assert.Equal(1, (long)outcome.Value!);
    }

    [Theory]
    [InlineData("SET a 1", nameof(RedisFault.None))]
    [InlineData("NOSUCH", nameof(RedisFault.Other))]
    [InlineData("LPUSH text x", nameof(RedisFault.WrongType))]
    [InlineData("EVALSHA 0000000000000000000000000000000000000000 0", nameof(RedisFault.NoScript))]
    public async Task ServersWord_BecomesAFault(string command, string expected)
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.AskAsync("SET", "text", "x");
        await using var link = await RedisLinks.OpenAsync(redis.Address);
        var words = command.Split(' ');

        var outcome = await link.Control.ExecuteAsync(RedisLinks.Patient, words[0], [.. words[1..]]);

        Assert.Equal(expected, outcome.Fault.ToString());
    }

    [Fact]
    public async Task FullRedisAndAReplica_RefuseWritesByName()
    {
        await using var redis = await RedisServer.StartAsync(new RedisServerOptions { Arguments = ["--maxmemory", "1mb"] });
        await using var link = await RedisLinks.OpenAsync(redis.Address);

        Assert.Equal(RedisFault.OutOfMemory, (await link.Small.SetAsync("a", "1")).Fault);

        await redis.AskAsync("CONFIG", "SET", "maxmemory", "0");
        await redis.AskAsync("REPLICAOF", "127.0.0.1", "1");
        var refused = await Deadline.Eventually(() => link.Small.SetAsync("a", "1"), outcome => !outcome.IsOk);
        Assert.Contains(refused.Fault, new[] { RedisFault.ReadOnly, RedisFault.NotConnected });
    }

    [Fact]
    public async Task LoadingRedis_IsNotConnectedTo_UntilItHasLoaded()
    {
        await using var redis = await RedisServer.StartAsync(new RedisServerOptions { IsPersistent = true });
        await redis.AskAsync("EVAL", "for i = 1, 20000 do redis.call('SET', i, i) end", "0");
        Assert.True(await redis.TryRestartAsync(keepData: true, "--key-load-delay", "100", "--loading-process-events-interval-bytes", "1024"));
        await using var link = RedisLinks.Begin(RedisLinks.Options(redis.Address));

        await Deadline.Eventually(
            () => Task.FromResult(link.Problem), problem => problem is null || problem.Contains("LOADING", StringComparison.Ordinal));
        await link.ConnectedAsync();

        Assert.Equal("7", (string?)(await link.Small.GetAsync("7")).Value);
    }

    [Fact]
    public async Task Subscription_HearsInOrder_AndSaysWhenItWasRestored()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = await RedisLinks.OpenAsync(redis.Address);
        var heard = new ConcurrentQueue<string>();
        var restored = 0;
        link.Subscribe("news", message => heard.Enqueue(Encoding.UTF8.GetString(message)), () => Interlocked.Increment(ref restored));
        Task RestoredAsync(int times) => Deadline.Eventually(() => Task.FromResult(Volatile.Read(ref restored)), n => n >= times);
        Task HeardAsync(string last) => Deadline.Eventually(() => Task.FromResult(heard.LastOrDefault()), text => text == last);

        await RestoredAsync(1);
        for (var i = 0; i < 100; i++)
            await link.Control.ExecuteAsync(RedisLinks.Patient, "PUBLISH", "news", $"{i}");
        await HeardAsync("99");
        await redis.AskAsync("CLIENT", "KILL", "TYPE", "pubsub");
        await RestoredAsync(2);
        await redis.AskAsync("PUBLISH", "news", "again");
        await HeardAsync("again");

        Assert.Equal([.. Enumerable.Range(0, 100).Select(i => $"{i}"), "again"], heard);
    }

    [Fact]
    public async Task Cluster_IsReachedOnEveryNode_AlsoByScripts()
    {
        await using var cluster = await RedisCluster.StartAsync();
        await using var link = await RedisLinks.OpenAsync(cluster.Addresses);
        var script = new RedisScript("redis.call('SET', KEYS[1], ARGV[1]) return redis.call('GET', KEYS[2])");

        foreach (var key in new[] { "a", "b", "c", "d", "e" })
        {
            Assert.True((await link.Small.SetAsync(key, key)).IsOk);
            var outcome = await script.RunAsync(link.Control, [$"{{{key}}}1", $"{{{key}}}1"], [key], RedisLinks.Patient);
            Assert.Equal(key, (string?)outcome.Value);
        }

        Assert.Equal(RedisFault.CrossSlot, (await script.RunAsync(link.Control, ["a", "b"], ["x"], RedisLinks.Patient)).Fault);
    }

    [Fact]
    public async Task SentinelsThatFailOver_AreFollowedToTheNewPrimary()
    {
        await using var at = await RedisSentinel.StartAsync(sentinels: 1, password: "secret");
        await using var link = await RedisLinks.OpenAsync($"{at.Addresses},sentinel={RedisSentinel.Name},password=secret");
        Assert.True((await link.Small.SetAsync("a", "1")).IsOk);

        await at.FailOverAsync();

        // What is written until it is noticed may be lost with the former primary.
        async Task<string?> WriteAsync()
        {
            await link.Small.SetAsync("a", "2");
            return (await at.Second.AskAsync("GET", "a")).Text;
        }

        await Deadline.Eventually(WriteAsync, text => text == "2");
    }
}
