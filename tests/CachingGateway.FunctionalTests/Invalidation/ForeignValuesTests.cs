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
}
