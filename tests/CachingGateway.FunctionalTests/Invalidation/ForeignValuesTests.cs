using CachingGateway.Entries;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Invalidation.Records;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Xunit;

namespace CachingGateway.FunctionalTests.Invalidation;

/// <summary>What stands under the log's names in Redis and is not the log's own, or not all of it: nobody is held up by it for good.</summary>
public class ForeignValuesTests
{
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
        await Deadline.Eventually(() => rig.Replicas[1].InvalidateAsync(request, default).Within(), taken => taken is not null);
        Assert.NotNull(await Deadline.Eventually(() => rig.Replicas[0].IntendAsync(ReplicaRig.Purge("c"), TimeSpan.FromHours(1)), intent => intent is not null));
        await rig.TrustedAsync();

        // Who came upon it first, the taking, the intent or a heartbeat, has begun another generation; that is the one that is followed.
        await Deadline.Eventually(
            async () => (Known: $"{rig.Replicas[0].View!.Generation}", InForce: (await redis.AskAsync("HGET", "cg:{1}:generation", "id")).Text),
            static generation => generation.Known == generation.InForce);
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
}
