using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>What belongs to one person is never stored, unless the policy says otherwise in words.</summary>
public sealed class PrivateTests
{
    [Theory]
    [InlineData("Authorization", "Bearer abc")]
    [InlineData("Authorization", "Basic YTpi")]
    public async Task Credential_IsForwardedWhole_AndNothingIsStored(string name, string value)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/me", r => ScriptedAnswer.Ok(
            r.Header(name) is null ? "nobody" : "secret", ("Cache-Control", "max-age=60")));

        var mine = await at.Gateway.GetAsync("/me", (name, value), ("X-Any", "thing"));

        Expect.Bypass(mine, "authorization");
        Assert.Equal("secret", mine.Text);
        Assert.Equal((value, "thing"), (at.Origin.Received("/me")[0].Header(name), at.Origin.Received("/me")[0].Header("X-Any")));
        await Expect.NothingStoredAsync(at.Gateway, "/me", "nobody");
    }

    [Theory]
    [InlineData("Set-Cookie", "session=abc", "set-cookie")]
    [InlineData("Cache-Control", "private", "private")]
    [InlineData("Cache-Control", "PRIVATE, max-age=60", "private")]
    [InlineData("Cache-Control", "private=\"x-user\"", "private")]
    [InlineData("Cache-Control", "max-age=60, no-store", "no-store")]
    [InlineData("Cache-Control", "no-cache", "no-cache")]
    [InlineData("Cache-Control", "no-cache=\"x-user\"", "no-cache")]
    [InlineData("Vary", "*", "vary-star")]
    [InlineData("Vary", "Accept, *", "vary-star")]
    public async Task ObstacleInTheAnswer_IsNotStored(string name, string value, string detail)
    {
        await using var at = await TestEnvironment.StartAsync();
        var mine = true;
        at.Origin.Answer("/page", _ => mine
            ? ScriptedAnswer.Ok("mine", (name, value), ("X-User", "me"))
            : ScriptedAnswer.Ok("clean"));

        var first = await at.Gateway.GetAsync("/page");
        mine = false;

        Assert.Equal(("MISS", detail), (first.CacheStatus, first.Detail));
        Assert.Equal(value, first.Header(name));
        var second = await at.Gateway.GetAsync("/page");
        Assert.Equal(("MISS", "clean"), (second.CacheStatus, second.Text));
        Assert.Null(second.Header("X-User"));
    }

    [Theory]
    [InlineData("no-store", "Cache-Control", "no-store")]
    [InlineData("private", "Cache-Control", "private")]
    [InlineData("no-cache", "Cache-Control", "no-cache")]
    [InlineData("set-cookie", "Set-Cookie", "tracking=1")]
    [InlineData("vary", "Vary", "*")]
    public async Task OverriddenObstacle_IsStored_AndNoCookieIsReplayed(string obstacle, string name, string value)
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All($$"""
            "override": { "{{obstacle}}": "the owner agreed" }
            """));
        at.Origin.Answer("/page", "x", (name, value));

        await Expect.MissAsync(at.Gateway, "/page", "x");
        var hit = await Expect.HitAsync(at.Gateway, "/page", "x");

        Assert.Null(hit.Header("Set-Cookie"));
    }

    [Fact]
    public async Task KeyedIdentity_GivesEachCredentialAnEntryOfItsOwn()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "key": { "identity": "authorization" }  """));
        at.Origin.Answer("/me", r => ScriptedAnswer.Ok($"for:{r.Header("Authorization")}"));

        await Expect.MissAsync(at.Gateway, "/me", "for:Bearer a", ("Authorization", "Bearer a"));
        await Expect.MissAsync(at.Gateway, "/me", "for:Bearer b", ("Authorization", "Bearer b"));
        await Expect.HitAsync(at.Gateway, "/me", "for:Bearer a", ("Authorization", "Bearer a"));
        var nobody = await Expect.MissAsync(at.Gateway, "/me", "for:");
        Assert.DoesNotContain("Bearer", nobody.Header("X-Cache-Key"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PublicAuthorization_IsForwarded_AndTheAnswerIsEverybodys()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All(
            """  "override": { "authorization": "a key for counting only" }  """));
        at.Origin.Answer("/all", r => ScriptedAnswer.Ok($"for:{r.Header("Authorization")}"));

        await Expect.MissAsync(at.Gateway, "/all", "for:Bearer a", ("Authorization", "Bearer a"));
        await Expect.HitAsync(at.Gateway, "/all", "for:Bearer a", ("Authorization", "Bearer b"));
    }

    [Fact]
    public async Task NoStoreOfTheClient_IsNotStored()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "x");

        await at.Gateway.GetAsync("/page", ("Cache-Control", "no-store"));

        await Expect.NothingStoredAsync(at.Gateway, "/page", "x");
    }
}
