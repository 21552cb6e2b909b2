using CachingGateway.Entries;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Invalidation.Records;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Xunit;

namespace CachingGateway.FunctionalTests.Invalidation;

/// <summary>Several replicas on one real Redis: who knows what, and when it is certain.</summary>
public class ReplicasTests
{
    [Fact]
    public async Task Acknowledged_EveryReplicaKnows()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 3);
        await rig.SettledAsync();

        for (var i = 0; i < 50; i++)
        {
            var acknowledgement = await rig.Replicas[i % 3].InvalidateAsync(ReplicaRig.Purge($"tag:{i}"), default).Within();

            Assert.Equal((3, 3), (acknowledgement!.Live, acknowledgement.Confirmed));
            Assert.All(rig.Replicas, replica => Assert.True(replica.View!.Head >= acknowledgement.Fence.Sequence));
            Assert.All(rig.Replicas, replica => Assert.True(replica.View!.Index.Find(Tagged($"tag:{i}"), acknowledgement.Fence.Sequence - 1).IsPurged));
        }
    }

    [Fact]
    public async Task ManyAtOnce_AllAreAcknowledgedAndApplied()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 3, maxRecords: 10_000);
        await rig.SettledAsync();

        var acknowledgements = await Task.WhenAll(Enumerable.Range(0, 3000)
            .Select(i => rig.Replicas[i % 3].InvalidateAsync(ReplicaRig.Purge($"tag:{i}"), default))).Within();

        Assert.All(acknowledgements, Assert.NotNull);
        Assert.Distinct(acknowledgements.Select(one => one!.Fence.Sequence));
        Assert.All(rig.Replicas, replica => Assert.Equal(acknowledgements.Max(one => one!.Fence.Sequence), replica.View!.Head));
    }

    [Fact]
    public async Task JoinsLater_KnowsWhatWasTakenBefore()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 1, maxRecords: 100_000);
        await Task.WhenAll(Enumerable.Range(0, 5000).Select(i => rig.Replicas[0].InvalidateAsync(ReplicaRig.Purge($"tag:{i}"), default))).Within();

        var late = rig.Add();
        await rig.TrustedAsync();

        Assert.Equal(rig.Replicas[0].View!.Head, late.View!.Head);
        Assert.True(late.View.Index.Find(Tagged("tag:7"), 0).IsPurged);
    }

    [Fact]
    public async Task MoreRecordsThanAreKept_RaiseTheFloor()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 2, maxRecords: 100);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => rig.Replicas[0].InvalidateAsync(ReplicaRig.Purge($"tag:{i}"), default))).Within();

        var late = rig.Add();
        await rig.TrustedAsync();

        Assert.InRange(late.View!.Floor, 400, 499);
        await Deadline.Eventually(() => Task.FromResult(rig.Replicas[0].View!.Floor), floor => floor >= 400);
    }

    [Fact]
    public async Task SameDelivery_TakesOneNumber()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 2);
        var request = ReplicaRig.Purge("a") with { Delivery = "origin/1" };

        var first = await rig.Replicas[0].InvalidateAsync(request, default).Within();
        var second = await rig.Replicas[1].InvalidateAsync(request, default).Within();

        Assert.Equal(first!.Fence, second!.Fence);
        Assert.Equal((false, true), (first.IsRepeat, second.IsRepeat));
    }

    [Fact]
    public async Task RedisEmptied_IsANewGeneration()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 2);
        var before = rig.Replicas[0].View!.Generation;

        await redis.AskAsync("FLUSHALL");
        await Deadline.Eventually(() => Task.FromResult(rig.Replicas.Select(one => one.View!.Generation).Distinct().ToArray()), all => all is [var one] && one != before);

        Assert.NotNull(await rig.Replicas[0].InvalidateAsync(ReplicaRig.Purge("a"), default).Within());
    }

    [Theory]
    [InlineData("cg:{1}:records")]
    [InlineData("cg:{1}:generation")]
    // Who is not listed is not waited for, and trusts what it knows all the same.
    [InlineData("cg:{1}:members")]
    public async Task PartOfTheLogLost_IsANewGeneration(string key)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 1);
        await rig.Replicas[0].InvalidateAsync(ReplicaRig.Purge("a"), default).Within();
        var before = rig.Replicas[0].View!.Generation;

        await redis.AskAsync("DEL", key);

        await Deadline.Eventually(() => Task.FromResult(rig.Replicas[0].View!.Generation), now => now != before);
    }

    [Theory]
    [InlineData("generation")]
    [InlineData("records")]
    [InlineData("taken")]
    [InlineData("members")]
    [InlineData("due")]
    [InlineData("intents")]
    [InlineData("intended")]
    [InlineData("ledger")]
    [InlineData("delivery:origin/1")]
    public async Task ValueOfAnotherType_IsRemoved_AndTheLogGoesOn(string name)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 2);
        await rig.Replicas[0].InvalidateAsync(ReplicaRig.Purge("a"), default).Within();
        string[] other = name is "ledger" or "generation" or "members" ? ["SET", $"cg:{{1}}:{name}", "x"] : ["RPUSH", $"cg:{{1}}:{name}", "x"];
        await redis.AskAsync("DEL", other[1]);
        await redis.AskAsync(other);

        var request = ReplicaRig.Purge("b") with { Mode = InvalidationMode.Soft, Delivery = "origin/1", Settle = TimeSpan.FromHours(1) };
        var taken = await Deadline.Eventually(() => rig.Replicas[1].InvalidateAsync(request, default).Within(), taken => taken is not null);
        Assert.NotNull(await Deadline.Eventually(() => rig.Replicas[0].IntendAsync(ReplicaRig.Purge("c"), TimeSpan.FromHours(1)), intent => intent is not null));
        await rig.TrustedAsync();

        await Deadline.Eventually(() => Task.FromResult(rig.Replicas[0].View!.Generation), generation => generation == taken!.Fence.Generation);
        Assert.NotEqual("none", (await redis.AskAsync("TYPE", other[1])).Text);
        Assert.NotEqual(other[0] == "SET" ? "string" : "list", (await redis.AskAsync("TYPE", other[1])).Text);
    }

    [Theory]
    [InlineData("HSET", "generation", "head", "many")]
    [InlineData("HSET", "generation", "head", "9223372036854775807")]
    [InlineData("HSET", "generation", "floor", "")]
    [InlineData("HSET", "generation", "version", "-1")]
    [InlineData("HSET", "generation", "id", "mine")]
    [InlineData("HSET", "generation", "count", "none")]
    [InlineData("HSET", "members", "somebody", "nowhere")]
    [InlineData("ZADD", "records", "0", "neither a mode nor a kind")]
    [InlineData("ZADD", "due", "0", "no list")]
    [InlineData("ZADD", "due", "99999999999999", "no list")]
    [InlineData("ZADD", "intents", "0", "of nothing")]
    [InlineData("LPUSH", "ledger", "no line")]
    public async Task ValueThatIsNotTheLogsOwn_HoldsNobodyUp(string command, string name, params string[] values)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 2);
        await rig.Replicas[0].InvalidateAsync(ReplicaRig.Purge("a"), default).Within();

        await redis.AskAsync([command, $"cg:{{1}}:{name}", .. values]);

        var beats = await BeatsAsync(_ => true);
        await BeatsAsync(now => now > beats + 10);
        // Not by a heartbeat of before.
        foreach (var replica in rig.Replicas)
        {
            var (view, until) = (replica.View, replica.View!.TrustedUntil);
            await Deadline.Eventually(() => Task.FromResult(replica.View!), now => now != view || now.TrustedUntil > until);
        }

        await rig.TrustedAsync();
        var taken = await rig.Replicas[1].InvalidateAsync(ReplicaRig.Purge("b"), default).Within();
        Assert.NotNull(taken);
        Assert.Equal(taken.Fence, rig.Replicas[0].View!.Fence);
        Assert.NotEmpty((await rig.Replicas[0].ReadLedgerAsync(10))!);

        // Each is an attempt to run a script, whether it succeeds or not.
        Task<long> BeatsAsync(Func<long, bool> satisfies) => Deadline.Eventually(
            async () => long.Parse((await redis.AskAsync("INFO", "commandstats")).Line("cmdstat_evalsha")!.Split('=', ',')[1]), satisfies);
    }

    [Fact]
    public async Task RedisRestartedWithItsData_IsANewGeneration()
    {
        await using var redis = await RedisServer.StartAsync(new RedisServerOptions { IsPersistent = true });
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 2);
        await rig.Replicas[0].InvalidateAsync(ReplicaRig.Purge("a"), default).Within();
        var before = rig.Replicas[0].View!.Generation;

        await redis.RestartAsync(keepData: true);

        await Deadline.Eventually(() => Task.FromResult(rig.Replicas.All(one => one.View!.Generation != before)), all => all);
        await rig.TrustedAsync();
    }

    [Fact]
    public async Task RedisGone_NothingIsTrustedAndNothingTaken_UntilItIsBack()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 2);

        await redis.KillAsync();
        await Deadline.Eventually(() => Task.FromResult(rig.Replicas.Any(ReplicaRig.IsTrusted)), any => !any);
        Assert.Null(await rig.Replicas[0].InvalidateAsync(ReplicaRig.Purge("a"), default).Within());

        await redis.RestartAsync();
        await rig.TrustedAsync();
        Assert.NotNull(await rig.Replicas[0].InvalidateAsync(ReplicaRig.Purge("a"), default).Within());
    }

    [Fact]
    public async Task RedisHangs_TrustEnds_AndComesBack()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 1);

        redis.Pause();
        await Deadline.Eventually(() => Task.FromResult(ReplicaRig.IsTrusted(rig.Replicas[0])), trusted => !trusted);
        redis.Resume();

        await rig.TrustedAsync();
    }

    [Fact]
    public async Task LeftReplica_IsNotWaitedFor()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 2);
        await rig.SettledAsync();

        await rig.RemoveAsync(rig.Replicas[1]);
        var acknowledgement = await rig.Replicas[0].InvalidateAsync(ReplicaRig.Purge("a"), default).Within();

        Assert.Equal((1, 1), (acknowledgement!.Live, acknowledgement.Confirmed));
    }

    [Fact]
    public async Task Settle_IsTakenOnceMore()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 2);

        await rig.Replicas[0].InvalidateAsync(ReplicaRig.Purge("b") with { Settle = TimeSpan.FromHours(1) }, default).Within();
        var first = await rig.Replicas[0].InvalidateAsync(ReplicaRig.Purge("a") with { Settle = TimeSpan.FromSeconds(1) }, default).Within();

        Assert.NotNull(rig.Replicas[1].View!.Index.SettlesAt(Tagged("b"), TimeProvider.System.GetTimestamp()));
        await Deadline.Eventually(
            () => Task.FromResult(rig.Replicas.All(one => one.View!.Index.Find(Tagged("a"), first!.Fence.Sequence).IsPurged)), all => all);
    }

    [Fact]
    public async Task CopiesOfRedis_AreWaitedFor()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var copy = await RedisServer.StartAsync(new RedisServerOptions { ReplicaOf = redis });
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 1);
        Assert.NotNull(await rig.Replicas[0].InvalidateAsync(ReplicaRig.Purge("a"), default).Within());

        copy.Pause();
        await Deadline.Eventually(() => Task.FromResult(ReplicaRig.IsTrusted(rig.Replicas[0])), trusted => !trusted);

        copy.Resume();
        await rig.TrustedAsync();
    }

    [Fact]
    public async Task FailedOver_IsANewGeneration()
    {
        await using var sentinel = await RedisSentinel.StartAsync();
        await using var rig = await ReplicaRig.StartAsync($"{sentinel.Addresses},sentinel={RedisSentinel.Name}", 2);
        var before = rig.Replicas[0].View!.Generation;

        await sentinel.FailOverAsync();

        await Deadline.Eventually(() => Task.FromResult(rig.Replicas.All(one => one.View!.Generation != before)), all => all);
        await rig.TrustedAsync();
        Assert.NotNull(await rig.Replicas[1].InvalidateAsync(ReplicaRig.Purge("a"), default).Within());
    }

    [Fact]
    public async Task InCluster_EveryReplicaKnows()
    {
        await using var cluster = await RedisCluster.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(cluster.Addresses, 2);
        await rig.SettledAsync();

        var acknowledgement = await rig.Replicas[0].InvalidateAsync(ReplicaRig.Purge("a") with { Delivery = "origin/1" }, default).Within();

        Assert.Equal((2, 2), (acknowledgement!.Live, acknowledgement.Confirmed));
    }

    private static EntryLabels Tagged(string tag) => new("name", "route", [tag], 0, 0);
}
