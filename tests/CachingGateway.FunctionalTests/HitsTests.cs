using System.Globalization;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>What a client sees of a stored answer.</summary>
public sealed class HitsTests
{
    [Fact]
    public async Task SecondRequest_IsAHit_WithAllItsHeaders()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "hello", ("Content-Type", "text/plain"), ("X-Kept", "yes"));

        var miss = await Expect.MissAsync(at.Gateway, "/page", "hello");
        var hit = await Expect.HitAsync(at.Gateway, "/page", "hello");

        Assert.Equal(1, at.Origin.Calls("/page"));
        Assert.Equal(("text/plain", "yes"), (hit.Header("Content-Type"), hit.Header("X-Kept")));
        Assert.Equal("5", hit.Header("Content-Length"));
        Assert.Equal(miss.Header("X-Cache-Key"), hit.Header("X-Cache-Key"));
        Assert.InRange(Seconds(hit, "X-Cache-Age"), 0, 60);
        Assert.InRange(Seconds(hit, "X-Cache-TTL"), 240, 300);
        Assert.Contains("; hit", hit.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Contains("ttl=", hit.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Contains("fwd=uri-miss", miss.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Contains("stored", miss.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.NotNull(hit.Header("Date"));
        Assert.NotNull(hit.Header("ETag"));
        Assert.NotNull(hit.Header("Via"));
    }

    [Fact]
    public async Task AgeThatTheOriginsCachesGave_IsPassedOn_AndCountedOn()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "x", ("Age", "30"));

        Assert.Equal(30, Seconds(await Expect.MissAsync(at.Gateway, "/page", "x"), "Age"));
        var hit = await Expect.HitAsync(at.Gateway, "/page", "x");
        Assert.InRange(Seconds(hit, "Age"), 30, 90);
        Assert.InRange(Seconds(hit, "X-Cache-Age"), 0, 60);
    }

    [Fact]
    public async Task EntryPastItsTtl_IsAMissAgain()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "ttl": "500ms"  """));
        var version = 0;
        at.Origin.Answer("/page", _ => ScriptedAnswer.Ok($"v{++version}"));
        await Expect.MissAsync(at.Gateway, "/page", "v1");

        await Deadline.Eventually(() => at.Gateway.GetAsync("/page"), r => r.Text == "v2");
    }

    [Fact]
    public async Task EmptyBody_IsStored()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All(""" "statuses": { "204": "60s", "200": "60s" } """));
        at.Origin.Answer("/empty", "");
        at.Origin.Answer("/none", ScriptedAnswer.Of(204, ""));

        foreach (var path in new[] { "/empty", "/none" })
        {
            await Expect.MissAsync(at.Gateway, path, "");
            await Expect.HitAsync(at.Gateway, path, "");
        }
    }

    [Fact]
    public async Task LargeBody_IsServedWhole()
    {
        await using var at = await TestEnvironment.StartAsync();
        var body = string.Concat(Enumerable.Range(0, 400_000).Select(i => $"{i:d9},"));
        at.Origin.Answer("/large", body);

        await Expect.MissAsync(at.Gateway, "/large", body);
        await Expect.HitAsync(at.Gateway, "/large", body);
    }

    [Fact]
    public async Task ChunkedAnswer_IsStored_AndServedWithItsLength()
    {
        await using var at = await TestEnvironment.StartAsync();
        var pieces = new PiecewiseBody();
        pieces.Send("one,");
        pieces.Send("two");
        pieces.Complete();
        at.Origin.Answer("/page", new ScriptedAnswer { Pieces = pieces });

        await Expect.MissAsync(at.Gateway, "/page", "one,two");
        Assert.Equal("7", (await Expect.HitAsync(at.Gateway, "/page", "one,two")).Header("Content-Length"));
    }

    [Fact]
    public async Task ClientCacheControl_IsThePolicys_AndThereIsNoAge()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All(
            """  "client": { "cacheControl": "public, max-age=300" }  """));
        at.Origin.Answer("/page", "x", ("Cache-Control", "max-age=7"));

        for (var i = 0; i < 2; i++)
        {
            var response = await at.Gateway.GetAsync("/page");
            Assert.Equal("public, max-age=300", response.Header("Cache-Control"));
            Assert.Null(response.Header("Age"));
        }
    }

    [Theory]
    [InlineData("max-age=7", "max-age=7")]
    [InlineData(null, "no-cache")]
    public async Task CacheControlWithoutAPolicyOfItsOwn_IsTheOrigins_ElseNoCache(string? origins, string expected)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", origins is null ? ScriptedAnswer.Ok("x") : ScriptedAnswer.Ok("x", ("Cache-Control", origins)));
        await at.Gateway.GetAsync("/page");

        var hit = await Expect.HitAsync(at.Gateway, "/page", "x");

        Assert.Equal(expected, hit.Header("Cache-Control"));
        Assert.InRange(Seconds(hit, "Age"), 0, 60);
    }

    [Theory]
    [InlineData("max-age=60")]
    [InlineData("s-maxage=60")]
    [InlineData("max-age=0, s-maxage=60")]
    [InlineData("public, Max-Age=\"60\"")]
    public async Task NoPolicyFile_StoresForTheAgeThatTheOriginStates(string cacheControl)
    {
        await using var at = await TestEnvironment.StartWithoutPolicyAsync();
        at.Origin.Answer("/page", "x", ("Cache-Control", cacheControl));

        await Expect.MissAsync(at.Gateway, "/page", "x");
        var hit = await Expect.HitAsync(at.Gateway, "/page", "x");

        Assert.InRange(Seconds(hit, "X-Cache-TTL"), 1, 60);
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(200, "max-age=0")]
    [InlineData(200, "public")]
    [InlineData(200, "max-age=60, s-maxage=0")]
    [InlineData(404, "no-store, max-age=60")]
    [InlineData(206, "max-age=60")]
    public async Task NoPolicyFile_StoresNothingElse(int status, string? cacheControl)
    {
        await using var at = await TestEnvironment.StartWithoutPolicyAsync();
        at.Origin.Answer("/page", cacheControl is null
            ? ScriptedAnswer.Of(status, "x")
            : ScriptedAnswer.Of(status, "x", ("Cache-Control", cacheControl)));

        await Expect.MissAsync(at.Gateway, "/page", "x");
        await Expect.MissAsync(at.Gateway, "/page", "x");
    }

    [Fact]
    public async Task NoPolicyFile_FollowsTheOriginsVary()
    {
        await using var at = await TestEnvironment.StartWithoutPolicyAsync();
        at.Origin.Answer("/page", r => ScriptedAnswer.Ok(
            $"for:{r.Header("X-Theme")}", ("Cache-Control", "max-age=60"), ("Vary", "X-Theme")));

        await Expect.MissAsync(at.Gateway, "/page", "for:dark", ("X-Theme", "dark"));
        await Expect.MissAsync(at.Gateway, "/page", "for:light", ("X-Theme", "light"));
        await Expect.HitAsync(at.Gateway, "/page", "for:dark", ("X-Theme", "dark"), ("X-Other", "1"));
        await Expect.HitAsync(at.Gateway, "/page", "for:light", ("X-Theme", "light"));
        await Expect.MissAsync(at.Gateway, "/page", "for:");
    }

    [Fact]
    public async Task AcceptEncoding_IsNormalised_AndCodingsAreNeverSentToWhoCannotReadThem()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", r => r.Header("Accept-Encoding")?.Contains("gzip", StringComparison.Ordinal) == true
            ? ScriptedAnswer.Ok("coded", ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))
            : ScriptedAnswer.Ok("plain", ("Vary", "Accept-Encoding")));

        await Expect.MissAsync(at.Gateway, "/page", "coded", ("Accept-Encoding", "gzip, deflate"));
        await Expect.HitAsync(at.Gateway, "/page", "coded", ("Accept-Encoding", "deflate, gzip;q=0.9"));
        await Expect.MissAsync(at.Gateway, "/page", "plain");
        await Expect.HitAsync(at.Gateway, "/page", "plain", ("Accept-Encoding", "identity"));
    }

    [Fact]
    public async Task VariantsPastTheirLimit_AreNotStored()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "limits": { "variants": 2 }  """));
        at.Origin.Answer("/page", r => ScriptedAnswer.Ok(r.Header("Accept-Language")!));

        foreach (var language in new[] { "de", "fr", "en" })
            await Expect.MissAsync(at.Gateway, "/page", language, ("Accept-Language", language));

        var kept = 0;
        foreach (var language in new[] { "de", "fr", "en" })
            kept += (await at.Gateway.GetAsync("/page", ("Accept-Language", language))).CacheStatus == "HIT" ? 1 : 0;
        Assert.InRange(kept, 1, 2);
    }

    [Fact]
    public async Task AgeOfTheOriginsAnswer_IsCountedIn()
    {
        await using var at = await TestEnvironment.StartWithoutPolicyAsync();
        at.Origin.Answer("/page", "x", ("Cache-Control", "max-age=60"), ("Age", "40"));
        await at.Gateway.GetAsync("/page");

        var hit = await Expect.HitAsync(at.Gateway, "/page", "x");

        Assert.InRange(Seconds(hit, "Age"), 40, 60);
        Assert.InRange(Seconds(hit, "X-Cache-TTL"), 0, 20);
    }

    [Fact]
    public async Task CacheHeadersHidden_AreNotSent()
    {
        await using var at = await TestEnvironment.StartAsync(settings: """{ "Gateway": { "CacheHeaders": "none" } }""");
        at.Origin.Answer("/page", "x");

        for (var i = 0; i < 2; i++)
        {
            var response = await at.Gateway.GetAsync("/page");
            Assert.DoesNotContain(response.Headers, h => h.Key.StartsWith("X-Cache", StringComparison.OrdinalIgnoreCase));
            Assert.Null(response.Header("Cache-Status"));
        }
        Assert.Equal(1, at.Origin.Calls("/page"));
    }

    private static int Seconds(GatewayResponse response, string name) =>
        int.Parse(response.Header(name)!, CultureInfo.InvariantCulture);
}
