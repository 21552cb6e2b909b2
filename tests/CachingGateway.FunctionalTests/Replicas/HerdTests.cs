using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Replicas;

/// <summary>Crowds over three gateways, of which not all can be answered alike. (The great one is a soak: it wants the machine.)</summary>
public sealed class HerdTests
{
    [Fact]
    public async Task AnswerThatIsOnePersons_ReleasesTheCrowdAtAllGateways_AndIsSharedWithNobody()
    {
        await using var all = await GatewayReplicas.StartAsync(3);
        var (gate, visitors) = (new Gate(), 0);
        all.Origin.Answer("/mine", _ =>
        {
            var id = $"visitor {Interlocked.Increment(ref visitors)}";
            return ScriptedAnswer.Ok(id, ("Set-Cookie", id)) with { Before = gate };
        });

        var asked = Enumerable.Range(0, 150).Select(i => all.Gateways[i % 3].AskAsync("/mine")).ToArray();
        await all.Origin.WhenCalled("/mine");
        gate.Open();
        var answers = await Task.WhenAll(asked).Within();

        Assert.Equal(150, answers.Select(answer => answer.Text).Distinct().Count());
        Assert.All(answers, answer => Assert.Equal(answer.Text, answer.Header("Set-Cookie")));
        Assert.Equal(150, all.Origin.Calls("/mine"));
    }

    [Fact]
    public async Task FillThatFails_LetsTheOtherGatewaysAskThemselves()
    {
        await using var all = await GatewayReplicas.StartAsync(3);
        var gate = new Gate();
        all.Origin.Handle("/breaks", async context =>
        {
            await gate.Opened();
            context.Abort();
        });

        var broken = all.Gateways[0].AskAsync("/breaks");
        await all.Origin.WhenCalled("/breaks");
        var others = all.Gateways.Skip(1).Select(gateway => gateway.AskAsync("/breaks")).ToArray();
        all.Origin.Answer("/breaks", "whole");
        gate.Open();

        Assert.Equal(502, (await broken.Within()).Status);
        Assert.All(await Task.WhenAll(others).Within(), answer => Assert.Equal((200, "whole"), (answer.Status, answer.Text)));
        Assert.Equal(2, all.Origin.Calls("/breaks"));
    }
}
