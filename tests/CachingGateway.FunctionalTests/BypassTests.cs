using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>Requests that are not looked up, each with its reason.</summary>
public sealed class BypassTests
{
    [Fact]
    public async Task PathWithoutARoute_IsProxiedUntouched()
    {
        await using var at = await TestEnvironment.StartAsync(
            TestPolicy.Route("""{ "name": "a", "match": { "path": ["/a"] } }"""));
        at.Origin.Answer("/b", "x", ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"));

        var response = await at.Gateway.GetAsync("/b?q=1", ("Cookie", "c=3"), ("X-Any", "thing"), ("Cache-Control", "no-cache"));

        Expect.Bypass(response, "no-route");
        Assert.Equal(["a=1", "b=2"], response.All("Set-Cookie"));
        var received = Assert.Single(at.Origin.Received("/b"));
        Assert.Equal(("/b?q=1", "c=3", "thing"), (received.Target, received.Header("Cookie"), received.Header("X-Any")));
    }

    [Fact]
    public async Task RouteThatIsOff_Bypasses()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "mode": "off"  """));
        at.Origin.Answer("/page", "x");

        Expect.Bypass(await at.Gateway.GetAsync("/page"), "route-off");
        Expect.Bypass(await at.Gateway.GetAsync("/page"), "route-off");
    }

    [Fact]
    public async Task FirstRouteThatMatches_Wins()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.Route(
            """{ "name": "not", "match": { "path": ["/v1/private/{**rest}"] }, "mode": "off" }""",
            """{ "name": "all", "match": { "path": ["/{**path}"] } }"""));
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");

        Expect.Bypass(await at.Gateway.GetAsync("/v1/private/a"), "route-off");
        await Expect.MissAsync(at.Gateway, "/v1/public", "x");
    }

    [Fact]
    public async Task ClientNoCache_GoesToTheOrigin_AndItsAnswerReplacesTheStoredOne()
    {
        await using var at = await TestEnvironment.StartAsync();
        var version = 0;
        at.Origin.Answer("/page", _ => ScriptedAnswer.Ok($"v{++version}"));
        await Expect.MissAsync(at.Gateway, "/page", "v1");

        var fresh = await at.Gateway.GetAsync("/page", ("Cache-Control", "no-cache"));

        Expect.Bypass(fresh, "client-no-cache");
        Assert.Equal("v2", fresh.Text);
        await Expect.HitAsync(at.Gateway, "/page", "v2");
    }

    [Fact]
    public async Task ClientNoCacheIgnored_IsAHit()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "bypass": { "clientNoCache": "ignore" }  """));
        at.Origin.Answer("/page", "x");
        await Expect.MissAsync(at.Gateway, "/page", "x");

        await Expect.HitAsync(at.Gateway, "/page", "x", ("Cache-Control", "no-cache"));
    }

    [Fact]
    public async Task ClientNoCachePastItsLimit_IsAHit()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "bypass": { "limit": "2/m" }  """));
        at.Origin.Answer("/page", "x");
        await Expect.MissAsync(at.Gateway, "/page", "x");

        var statuses = new List<string?>();
        for (var i = 0; i < 3; i++)
            statuses.Add((await at.Gateway.GetAsync("/page", ("Cache-Control", "no-cache"))).CacheStatus);

        Assert.Equal(["BYPASS", "BYPASS", "HIT"], statuses);
    }

    [Fact]
    public async Task OnlyIfCached_Is504OnAMiss_AndAHitOnAHit()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "x");

        var miss = await at.Gateway.GetAsync("/page", ("Cache-Control", "only-if-cached"));
        Assert.Equal((504, "only-if-cached", 0), (miss.Status, miss.Detail, at.Origin.TotalCalls));

        await Expect.MissAsync(at.Gateway, "/page", "x");
        await Expect.HitAsync(at.Gateway, "/page", "x", ("Cache-Control", "only-if-cached"));
    }

    [Fact]
    public async Task CookieThatIsNeitherKeyedNorIgnored_BypassesWhole()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "ignore": { "cookies": ["_ga*"] }  """));
        at.Origin.Answer("/page", r => ScriptedAnswer.Ok($"{r.Header("Cookie")}"));

        var response = await at.Gateway.GetAsync("/page", ("Cookie", "_ga=1; session=2"), ("X-Any", "thing"));

        Expect.Bypass(response, "cookie");
        Assert.Contains("session=2", response.Text, StringComparison.Ordinal);
        Assert.Equal("thing", at.Origin.Received("/page")[0].Header("X-Any"));
    }

    [Fact]
    public async Task ManagementPathsOnTheDataListener_AreProxiedLikeAnyOther()
    {
        await using var at = await TestEnvironment.StartAsync(
            TestPolicy.Route("""{ "name": "a", "match": { "path": ["/a"] } }"""));
        at.Origin.Fallback = r => ScriptedAnswer.Ok($"origin:{r.Path}");

        foreach (var path in new[] { "/cache/stats", "/health", "/health/ready", "/metrics", "/policy" })
            Assert.Equal($"origin:{path}", (await at.Gateway.GetAsync(path)).Text);
    }
}
