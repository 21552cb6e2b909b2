using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>Which requests share an entry, and that nothing outside the key reaches the origin.</summary>
public sealed class KeyTests
{
    [Theory]
    [InlineData("X-Forwarded-Host", "evil.test")]
    [InlineData("X-Forwarded-Proto", "evil")]
    [InlineData("X-Forwarded-For", "6.6.6.6")]
    [InlineData("X-Forwarded-Prefix", "/evil")]
    [InlineData("Forwarded", "host=evil.test")]
    [InlineData("X-Original-URL", "/evil")]
    [InlineData("X-Rewrite-URL", "/evil")]
    [InlineData("X-Http-Method-Override", "evil")]
    public async Task HeaderThatOriginsReflect_IsTheGatewaysOwnOrAbsent_AndACleanProbeIsClean(string name, string value)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", request => ScriptedAnswer.Ok($"saw:{request.Header(name)}"));

        var poisoned = await at.Gateway.GetAsync("/page", (name, value));
        var clean = await at.Gateway.GetAsync("/page");

        Assert.DoesNotContain(value, poisoned.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(value, clean.Text, StringComparison.Ordinal);
        Assert.All(at.Origin.Received("/page"), r => Assert.DoesNotContain("evil", r.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task ForwardedHost_IsTheClientsHost_AndHostIsTheDestinations()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "x");

        await at.Gateway.GetRawAsync("/page", "Host: api.example.org");

        var received = Assert.Single(at.Origin.Received("/page"));
        Assert.Equal("api.example.org", received.Header("X-Forwarded-Host"));
        Assert.Equal("http", received.Header("X-Forwarded-Proto"));
        Assert.Equal(at.Origin.Address.Authority, received.Header("Host"));
    }

    [Theory]
    [InlineData("EXAMPLE.org")]
    [InlineData("example.org:80")]
    [InlineData("example.org.")]
    public async Task SameHostWrittenOtherwise_IsOneEntry(string host)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "x");

        Assert.Equal("MISS", (await at.Gateway.GetRawAsync("/page", "Host: example.org")).CacheStatus);
        Assert.Equal("HIT", (await at.Gateway.GetRawAsync("/page", $"Host: {host}")).CacheStatus);
    }

    [Fact]
    public async Task TenantsByHost_NeverShare()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", request => ScriptedAnswer.Ok(request.Header("X-Forwarded-Host")!));

        foreach (var status in new[] { "MISS", "HIT" })
        {
            foreach (var host in new[] { "a.example.org", "b.example.org", "a.example.org:8080" })
            {
                var response = await at.Gateway.GetRawAsync("/page", $"Host: {host}");
                Assert.Equal((status, host), (response.CacheStatus, response.Text));
            }
        }
    }

    [Fact]
    public async Task HostOutOfTheKey_IsOneEntry_AndNotForwarded()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "key": { "host": false }  """));
        at.Origin.Answer("/page", "x");

        Assert.Equal("MISS", (await at.Gateway.GetRawAsync("/page", "Host: a.example.org")).CacheStatus);
        Assert.Equal("HIT", (await at.Gateway.GetRawAsync("/page", "Host: b.example.org")).CacheStatus);
        Assert.DoesNotContain("a.example.org", at.Origin.Received("/page")[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SamePathThroughTwoClustersByHost_NeverShares()
    {
        await using var second = await ScriptedOrigin.StartAsync();
        await using var at = await TestEnvironment.StartAsync(origin => TestGateway.StartAsync(
            origin: null, TestPolicy.Everything, TwoClusters(origin.Address, second.Address)));
        at.Origin.Answer("/page", "first");
        second.Answer("/page", "second");

        foreach (var status in new[] { "MISS", "HIT" })
        {
            var one = await at.Gateway.GetRawAsync("/page", "Host: one.example.org");
            var two = await at.Gateway.GetRawAsync("/page", "Host: two.example.org");
            Assert.Equal((status, "first"), (one.CacheStatus, one.Text));
            Assert.Equal((status, "second"), (two.CacheStatus, two.Text));
        }
    }

    [Fact]
    public async Task UnknownHostWhereHostsAreListed_IsNotCached()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.Route(
            """{ "name": "all", "match": { "path": ["/{**path}"], "hosts": ["*.example.org"] } }"""));
        at.Origin.Answer("/page", "x");

        Assert.Equal("BYPASS", (await at.Gateway.GetRawAsync("/page", "Host: evil.test")).CacheStatus);
        Assert.Equal("MISS", (await at.Gateway.GetRawAsync("/page", "Host: a.example.org")).CacheStatus);
        Assert.Equal("BYPASS", (await at.Gateway.GetRawAsync("/page", "Host: evil.test")).CacheStatus);
    }

    [Fact]
    public async Task GetWithABody_Bypasses_AndNothingIsStored()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", request => ScriptedAnswer.Ok($"body:{request.Text}"));

        var poisoned = await at.Gateway.SendAsync(HttpMethod.Get, "/page", new StringContent("evil"));

        Expect.Bypass(poisoned, "request-body");
        await Expect.NothingStoredAsync(at.Gateway, "/page", "body:");
    }

    [Theory]
    [InlineData("/page?a=1&b=2", "/page?b=2&a=1")]
    [InlineData("/p~ge", "/p%7Ege")]
    [InlineData("/p%c3%a9", "/p%C3%A9")]
    [InlineData("/page?q=%7e", "/page?q=~")]
    public async Task EquivalentTargets_AreOneEntry(string one, string other)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");

        Assert.Equal("MISS", (await at.Gateway.GetRawAsync(one)).CacheStatus);
        Assert.Equal("HIT", (await at.Gateway.GetRawAsync(other)).CacheStatus);
    }

    [Theory]
    [InlineData("/page", "/Page")]
    [InlineData("/page", "/page/")]
    [InlineData("/page", "/page?a")]
    [InlineData("/page?a", "/page?a=")]
    [InlineData("/page?a=b", "/page?A=b")]
    [InlineData("/page?a=1%26b=2", "/page?a=1&b=2")]
    [InlineData("/page?a=x+y", "/page?a=x%2By")]
    public async Task DifferentTargets_NeverShare(string one, string other)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = request => ScriptedAnswer.Ok(request.Target);

        foreach (var target in new[] { one, other, one, other })
            Assert.Equal(target, (await at.Gateway.GetRawAsync(target)).Text);
    }

    [Theory]
    [InlineData("/a/../page")]
    [InlineData("/a/%2e%2e/page")]
    [InlineData("//page")]
    [InlineData("/a%2Fpage")]
    [InlineData("/a%5Cpage")]
    public async Task TargetThatOriginsReadDifferently_IsNeverLookedUp(string target)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");

        for (var i = 0; i < 2; i++)
        {
            var response = await at.Gateway.GetRawAsync(target);
            var unseen = response.Status == 400 || response.CacheStatus == "BYPASS";
            Assert.True(unseen, $"{response.StatusLine} {response.CacheStatus}");
        }
    }

    [Fact]
    public async Task PathAndQuery_ReachTheOriginAsKeyed()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = request => ScriptedAnswer.Ok(request.Target);

        var response = await at.Gateway.GetRawAsync("/caf%C3%A9/%E2%82%AC;v=1/a%20b?x=%2B+%20&y=a%3Db");

        Assert.Equal("/caf%C3%A9/%E2%82%AC;v=1/a%20b?x=%2B+%20&y=a%3Db", response.Text);
    }

    [Fact]
    public async Task KeyedHeader_TellsEntriesApart_AndIsForwarded()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "key": { "headers": ["X-Tenant"] }  """));
        at.Origin.Answer("/page", request => ScriptedAnswer.Ok($"tenant:{request.Header("X-Tenant")}"));

        await Expect.MissAsync(at.Gateway, "/page", "tenant:a", ("X-Tenant", "a"));
        await Expect.MissAsync(at.Gateway, "/page", "tenant:b", ("X-Tenant", "b"));
        await Expect.MissAsync(at.Gateway, "/page", "tenant:");
        await Expect.HitAsync(at.Gateway, "/page", "tenant:a", ("X-Tenant", "a"));
        await Expect.HitAsync(at.Gateway, "/page", "tenant:", ("X-Other", "a"));
    }

    [Fact]
    public async Task KeyedCookie_TellsEntriesApart_AndIgnoredOnesNeverLeave()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All(
            """  "key": { "cookies": ["lang"] }, "ignore": { "cookies": ["_ga*"] }  """));
        at.Origin.Answer("/page", request => ScriptedAnswer.Ok($"cookie:{request.Header("Cookie")}"));

        await Expect.MissAsync(at.Gateway, "/page", "cookie:lang=de", ("Cookie", "_ga1=x; lang=de"));
        await Expect.HitAsync(at.Gateway, "/page", "cookie:lang=de", ("Cookie", "lang=de; _gat=y"));
        await Expect.MissAsync(at.Gateway, "/page", "cookie:lang=fr", ("Cookie", "lang=fr"));
    }

    [Fact]
    public async Task ParameterOutsideTheKey_IsNeitherKeyedNorForwarded()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "key": { "query": ["page"] }  """));
        at.Origin.Answer("/list", request => ScriptedAnswer.Ok(request.Query));

        await Expect.MissAsync(at.Gateway, "/list?page=1&callback=evil", "page=1");
        await Expect.HitAsync(at.Gateway, "/list?page=1", "page=1");
        await Expect.MissAsync(at.Gateway, "/list?page=2", "page=2");
    }

    [Fact]
    public async Task IgnoredParameter_IsDroppedBeforeKeyAndOrigin()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All(""" "ignore": { "query": ["utm_*", "fbclid"] } """));
        at.Origin.Answer("/list", request => ScriptedAnswer.Ok(request.Query));

        await Expect.MissAsync(at.Gateway, "/list?utm_source=a&page=1&fbclid=b", "page=1");
        await Expect.HitAsync(at.Gateway, "/list?page=1", "page=1");
    }

    [Fact]
    public async Task ForwardedHeader_ReachesTheOrigin_OutsideTheKey()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All(
            """  "forward": { "headers": ["X-Client-Version"] }  """));
        at.Origin.Answer("/page", "x");

        await Expect.MissAsync(at.Gateway, "/page", "x", ("X-Client-Version", "7"), ("X-Unknown", "8"));
        await Expect.HitAsync(at.Gateway, "/page", "x", ("X-Client-Version", "9"));
        var received = Assert.Single(at.Origin.Received("/page"));
        Assert.Equal("7", received.Header("X-Client-Version"));
        Assert.Null(received.Header("X-Unknown"));
    }

    [Theory]
    [InlineData("Accept", "text/plain", "text/html")]
    [InlineData("Accept-Language", "de", "fr")]
    [InlineData("Origin", "https://a.example", "https://b.example")]
    public async Task HeaderOfTheVariant_IsForwarded_AndTellsVariantsApart(string name, string one, string other)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", request => ScriptedAnswer.Ok($"saw:{request.Header(name)}"));

        await Expect.MissAsync(at.Gateway, "/page", $"saw:{one}", (name, one));
        await Expect.MissAsync(at.Gateway, "/page", $"saw:{other}", (name, other));
        await Expect.HitAsync(at.Gateway, "/page", $"saw:{one}", (name, one));
        await Expect.HitAsync(at.Gateway, "/page", $"saw:{other}", (name, other));
    }

    [Fact]
    public async Task Template_NamesTheEntry()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.Route(
            """
            { "name": "trig", "match": { "path": ["/v1/trigs/{trig_id}"] },
              "key": { "template": "trig:{trig_id}:{params}:v1" } }
            """));
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");

        var plain = await at.Gateway.GetAsync("/v1/trigs/123");
        var withParameters = await at.Gateway.GetAsync("/v1/trigs/123?include=logs");

        Assert.Equal("trig:123:v1", plain.Header("X-Cache-Key"));
        Assert.Matches("^trig:123:params_[0-9a-z]+:v1$", withParameters.Header("X-Cache-Key"));
    }

    private static string TwoClusters(Uri one, Uri two) => $$"""
        { "ReverseProxy": {
            "Routes": {
              "one": { "ClusterId": "one", "Match": { "Hosts": ["one.example.org"], "Path": "/{**rest}" } },
              "two": { "ClusterId": "two", "Match": { "Hosts": ["two.example.org"], "Path": "/{**rest}" } } },
            "Clusters": {
              "one": { "Destinations": { "d": { "Address": "{{one}}" } } },
              "two": { "Destinations": { "d": { "Address": "{{two}}" } } } } } }
        """;
}
