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
