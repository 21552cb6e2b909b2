using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>A fill belongs to the key, not to the client who caused it.</summary>
public sealed class AbortTests
{
    [Fact]
    public async Task ClientThatCausedTheFillLeaves_TheOthersAreServedFromOneCall()
    {
        await using var at = await TestEnvironment.StartAsync();
        var gate = new Gate();
        at.Origin.Answer("/page", ScriptedAnswer.Ok("whole") with { Before = gate });
        using (var cause = await RawClient.ConnectAsync(at.Gateway.DataAddress))
        {
            await cause.SendAsync(at.Gateway.RequestText("GET", "/page"));
            await at.Origin.WhenCalled("/page");
            cause.Reset();
        }

        var waiting = Enumerable.Range(0, 100).Select(_ => at.Gateway.GetAsync("/page")).ToArray();
        gate.Open();

        Assert.All(await Task.WhenAll(waiting), r => Assert.Equal((200, "whole"), (r.Status, r.Text)));
        Assert.Equal(1, at.Origin.Calls("/page"));
    }

    [Fact]
    public async Task ClientThatCausedTheFillLeavesInMidBody_TheFillIsStored()
    {
        await using var at = await TestEnvironment.StartAsync();
        var pieces = new PiecewiseBody();
        at.Origin.Answer("/page", new ScriptedAnswer { Pieces = pieces });
        pieces.Send("first,");
        using (var cause = await at.Gateway.OpenAsync("/page"))
            Assert.Equal(200, (int)cause.StatusCode);

        var waiting = at.Gateway.GetAsync("/page");
        pieces.Send("last");
        pieces.Complete();

        Assert.Equal("first,last", (await waiting).Text);
        await Expect.HitAsync(at.Gateway, "/page", "first,last");
        Assert.Equal(1, at.Origin.Calls("/page"));
    }

    [Fact]
    public async Task EverybodyLeaves_TheFillIsStoredAllTheSame()
    {
        await using var at = await TestEnvironment.StartAsync();
        var gate = new Gate();
        at.Origin.Answer("/page", ScriptedAnswer.Ok("whole") with { Before = gate });
        using (var cause = await RawClient.ConnectAsync(at.Gateway.DataAddress))
        {
            await cause.SendAsync(at.Gateway.RequestText("GET", "/page"));
            await at.Origin.WhenCalled("/page");
            cause.Reset();
        }
        gate.Open();

        var response = await Deadline.Eventually(() => at.Gateway.GetAsync("/page"), r => r.CacheStatus == "HIT");
        Assert.Equal("whole", response.Text);
        Assert.Equal(1, at.Origin.Calls("/page"));
    }
}
