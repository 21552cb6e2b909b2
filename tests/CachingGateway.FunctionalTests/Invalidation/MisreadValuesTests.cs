using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Xunit;

namespace CachingGateway.FunctionalTests.Invalidation;

/// <summary>Under the log's names in Redis, in the log's own types, values that it never wrote. Beside <see cref="ForeignValuesTests"/>, so that both wait at once.</summary>
public class MisreadValuesTests
{
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
