using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Replicas;

/// <summary>A gateway that is cut off from Redis while something is invalidated elsewhere.</summary>
public sealed class CutOffTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CutOff_ServesNothingOldOnceThePurgeIsAcknowledged_NorAfterItHeals(bool isSilent)
    {
        await using var all = await GatewayReplicas.StartAsync(2);
        var (one, two) = (all.Gateways[0], all.Gateways[1]);
        all.Origin.Answer("/page", "old");
        (await two.AskAsync("/page")).Is("MISS", "old");
        (await one.AskAsync("/page")).Is("HIT", "old");

        if (isSilent)
            all.Wires[1].Hold();
        else
            all.Wires[1].Cut();
        all.Origin.Answer("/page", "new");
        await one.PurgeAsync("page");

        Assert.Equal("new", (await two.AskAsync("/page").Within()).Text);
        Assert.Equal("new", (await one.AskAsync("/page")).Text);
        Assert.NotEqual("HIT", (await two.AskAsync("/page").Within()).CacheStatus);
        all.Wires[1].Heal();
        for (var healed = false; !healed;)
        {
            var answer = await two.AskAsync("/page").Within();
            Assert.Equal((200, "new"), (answer.Status, answer.Text));
            healed = answer.CacheStatus == "HIT";
        }
    }

    [Fact]
    public async Task FillOfTheOneCutOff_FromBeforeThePurge_IsNotServedOnceItHeals()
    {
        await using var all = await GatewayReplicas.StartAsync(2);
        var (one, two) = (all.Gateways[0], all.Gateways[1]);
        var gate = new Gate();
        all.Origin.Answer("/page", ScriptedAnswer.Ok("old") with { Before = gate });
        var before = two.AskAsync("/page");
        await all.Origin.WhenCalled("/page");
        all.Wires[1].Hold();
        all.Origin.Answer("/page", "new");
        await one.PurgeAsync("page");
        (await one.AskAsync("/page").Within()).Is("MISS", "new");

        // Stored in its memory, and on its way to Redis, behind a fence from before.
        gate.Open();
        Assert.Equal("old", (await before.Within()).Text);
        all.Wires[1].Heal();

        for (var healed = false; !healed;)
        {
            var answer = await two.AskAsync("/page").Within();
            Assert.Equal("new", answer.Text);
            healed = answer.CacheStatus == "HIT";
            Assert.Equal("new", (await one.AskAsync("/page")).Text);
        }
    }

    [Fact]
    public async Task WriteThroughTheOneCutOff_IsSeenThereAtOnce_AndEverywhereOnceItHeals()
    {
        await using var all = await GatewayReplicas.StartAsync(2);
        var (one, two) = (all.Gateways[0], all.Gateways[1]);
        all.Origin.Answer("/page", "old");
        (await one.AskAsync("/page")).Is("MISS", "old");
        (await two.AskAsync("/page")).Is("HIT", "old");

        all.Wires[1].Cut();
        all.Origin.Answer("/page", "new");
        var written = await two.WriteAsync("/page").Within();

        Assert.Equal((200, "unconfirmed", null), (written.Status, written.Detail, written.Header("X-Cache-Sequence")));
        Assert.Equal("new", (await two.AskAsync("/page")).Text);
        all.Wires[1].Heal();
        foreach (var gateway in all.Gateways)
            await Deadline.Eventually(() => gateway.AskAsync("/page"), answer => answer is { CacheStatus: "HIT", Text: "new" });
    }

    [Fact]
    public async Task CutOff_OriginCallsAreStillShared()
    {
        await using var all = await GatewayReplicas.StartAsync(1);
        all.Wires[0].Cut();
        await Deadline.Eventually(() => all.Gateways[0].AskAsync("/trusted"), answer => answer.Detail == "store-outage");
        var gate = new Gate();
        all.Origin.Answer("/hot", ScriptedAnswer.Ok("hot") with { Before = gate });

        var asked = Enumerable.Range(0, 500).Select(_ => all.Gateways[0].AskAsync("/hot")).ToArray();
        await all.Origin.WhenCalled("/hot");
        gate.Open();

        Assert.All(await Task.WhenAll(asked).Within(), answer => Assert.Equal((200, "hot"), (answer.Status, answer.Text)));
        // One every 100 ms at most, for as long as it took to send them all.
        Assert.InRange(all.Origin.Calls("/hot"), 1, 100);
    }

    [Fact]
    public async Task HolderOfTheRightToFetch_ThatIsGone_IsNotWaitedForLongerThanASingleWait()
    {
        await using var all = await GatewayReplicas.StartAsync(2, settings: """ "Fills": { "Wait": "1s" } """);
        var gate = new Gate();
        all.Origin.Answer("/left", ScriptedAnswer.Ok("never") with { Before = gate });
        var lost = all.Gateways[0].AskAsync("/left");
        await all.Origin.WhenCalled("/left");
        all.Wires[0].Cut();
        all.Origin.Answer("/left", "body");

        Assert.Equal("body", (await all.Gateways[1].AskAsync("/left").Within()).Text);

        Assert.Equal(2, all.Origin.Calls("/left"));
        gate.Open();
        await lost.Within();
        (await all.Gateways[1].AskAsync("/left")).Is("HIT", "body");
    }
}
