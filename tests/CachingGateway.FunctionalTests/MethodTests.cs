using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>What methods do to entries, and entries to methods.</summary>
public sealed class MethodTests
{
    [Fact]
    public async Task HeadThenGet_GivesTheWholeBody()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "whole");

        var head = await at.Gateway.HeadAsync("/page");

        Assert.Equal((200, "", "5"), (head.Status, head.Text, head.Header("Content-Length")));
        Assert.Equal("head", head.Detail);
        await Expect.NothingStoredAsync(at.Gateway, "/page", "whole");
    }

    [Fact]
    public async Task HeadOfAStoredGet_IsAHitWithoutABody()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "whole", ("X-Kept", "yes"));
        await at.Gateway.GetAsync("/page");

        var head = await at.Gateway.HeadAsync("/page");

        Assert.Equal(("HIT", "5", ""), (head.CacheStatus, head.Header("Content-Length"), head.Text));
        Assert.Equal("yes", head.Header("X-Kept"));
        Assert.Equal(1, at.Origin.Calls("/page"));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("PURGE")]
    [InlineData("PROPFIND")]
    public async Task OtherMethodOnAHotKey_IsNeverAHit(string method)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", r => ScriptedAnswer.Ok($"{r.Method}:{r.Text}"));
        await Expect.MissAsync(at.Gateway, "/page", "GET:");

        var response = await at.Gateway.SendRawAsync(method, "/page");

        Assert.NotEqual("HIT", response.CacheStatus);
        Assert.Equal($"{method}:", response.Text);
    }

    [Fact]
    public async Task MethodInAnotherCase_IsNeverAHit()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "x");
        await Expect.MissAsync(at.Gateway, "/page", "x");

        Assert.NotEqual("HIT", (await at.Gateway.SendRawAsync("get", "/page")).CacheStatus);
    }

    [Fact]
    public async Task SuccessfulPost_RetiresTheUri()
    {
        await using var at = await TestEnvironment.StartAsync();
        var version = 1;
        at.Origin.Answer("/page", r => ScriptedAnswer.Ok(r.Method == "POST" ? $"now {++version}" : $"v{version}"));
        await Expect.MissAsync(at.Gateway, "/page", "v1");
        await Expect.HitAsync(at.Gateway, "/page", "v1");

        await at.Gateway.PostAsync("/page", "{}");

        await Expect.MissAsync(at.Gateway, "/page", "v2");
    }

    [Fact]
    public async Task RefusedPost_LeavesTheUri()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", r => r.Method == "POST" ? ScriptedAnswer.Of(403, "no") : ScriptedAnswer.Ok("v1"));
        await Expect.MissAsync(at.Gateway, "/page", "v1");

        await at.Gateway.PostAsync("/page", "{}");

        await Expect.HitAsync(at.Gateway, "/page", "v1");
    }

    [Fact]
    public async Task RangeOnAMissThenGet_GivesTheRangeThenTheWhole()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", r => r.Header("Range") is null
            ? ScriptedAnswer.Ok("whole")
            : ScriptedAnswer.Of(206, "w", ("Content-Range", "bytes 0-0/5")));

        var part = await at.Gateway.GetAsync("/page", ("Range", "bytes=0-0"));

        Assert.True((part.Status, part.Text) is (206, "w") or (200, "whole"), part.ToString());
        var whole = await at.Gateway.GetAsync("/page");
        Assert.Equal((200, "whole"), (whole.Status, whole.Text));
    }
}
