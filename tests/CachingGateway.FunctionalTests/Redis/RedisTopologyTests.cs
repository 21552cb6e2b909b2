using CachingGateway.Storage.Redis;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Xunit;
using static CachingGateway.FunctionalTests.Redis.RedisStores;

namespace CachingGateway.FunctionalTests.Redis;

/// <summary>The store over more than one server.</summary>
public sealed class RedisTopologyTests
{
    [Fact]
    public async Task Cluster_SpreadsEntries_KeepsVariantsTogether_AndIsScannedWhole()
    {
        await using var cluster = await RedisCluster.StartAsync();
        await using var at = await OpenAsync(cluster.Addresses);

        for (var i = 0; i < 60; i++)
            Assert.Equal(RedisPut.Stored, await at.PutAsync(Entry(i, $"{i}", variedBy: i % 2 == 0 ? By("de", "accept-language") : null)));

        for (var i = 0; i < 60; i++)
            Assert.Equal($"{i}", await at.BodyOfAsync(i));
        foreach (var node in cluster.Nodes)
            Assert.NotEqual("0", (await node.AskAsync("DBSIZE")).Text);
        var scanned = await at.Store.ScanAsync(_ => ValueTask.CompletedTask, TimeSpan.Zero, Deadline.Token());
        Assert.Equal((60, RedisFault.None), (scanned.Value, scanned.Fault));
    }

    [Fact]
    public async Task ClusterNodeThatIsAway_TakesOnlyItsShareWithIt()
    {
        await using var cluster = await RedisCluster.StartAsync(
            new RedisServerOptions { Arguments = ["--cluster-require-full-coverage", "no"] });
        await using var at = await OpenAsync(cluster.Addresses);
        for (var i = 0; i < 30; i++)
            await at.PutAsync(Entry(i, $"{i}"));

        await cluster.Nodes[2].KillAsync();

        for (var i = 0; i < 30; i++)
        {
            var isAway = await cluster.OwnerOfAsync(At(i)) == cluster.Nodes[2];
            var number = i;
            await Deadline.Eventually(async () => await at.FindAsync(number), found => found.IsFound != isAway);
        }
    }

    [Fact]
    public async Task SentinelsThatFailOver_AreFollowed_AndEntriesThatWereCopiedAreStillThere()
    {
        await using var sentinels = await RedisSentinel.StartAsync(sentinels: 3);
        await using var at = await OpenAsync($"{sentinels.Addresses},sentinel={RedisSentinel.Name}");
        await at.PutAsync(Entry(1, "kept"));
        await sentinels.First.AskAsync("WAIT", "1", "10000");

        await sentinels.First.KillAsync();
        await sentinels.FailedOverAsync();

        await Deadline.Eventually(() => at.BodyOfAsync(1), body => body == "kept");
        await Deadline.Eventually(() => at.PutAsync(Entry(2, "new")), put => put == RedisPut.Stored);
        Assert.Equal("1", (await sentinels.Second.AskAsync("EXISTS", At(2))).Text);
    }
}
