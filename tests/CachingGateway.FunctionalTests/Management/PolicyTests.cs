using CachingGateway.FunctionalTests.Replicas;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Management;

/// <summary>What is in force, what is wrong with a text, what is done with a request.</summary>
public class PolicyTests
{
    private const string Policy = """
        { "version": 1, "service": "s",
          "routes": [ { "name": "trig", "match": { "path": ["/trig/{id}"], "hosts": ["api.example.org"] }, "ttl": "1h", "key": { "template": "trig:{id}" }, "tags": ["trig:{id}"] },
                      { "name": "rest", "match": { "path": ["/{**path}"] }, "ttl": "1h", "key": { "template": "rest:{path}" }, "tags": ["rest"] } ],
          "events": { "sources": { "db": { "scheme": "bearer", "secrets": ["a-fixed-token"] } },
                      "rules": [ { "on": "changed", "tags": ["trig:{id}"] } ] } }
        """;

    [Fact]
    public async Task InForce_IsShownWithoutSecrets()
    {
        await using var at = await TestEnvironment.StartAsync(Policy);

        var told = await at.Gateway.LookAsync("/policy");

        Assert.Equal(("s", 1), (told["service"].GetString(), told["version"].GetInt32()));
        Assert.Equal(["trig", "rest"], told.Each("routes", "name"));
        Assert.Equal("""["GET","HEAD"]""", told["routes.0.methods"].GetRawText());
        Assert.Equal("""["api.example.org"]""", told["routes.0.hosts"].GetRawText());
        Assert.Equal("1h", told["routes.0.ttl.200"].GetString());
        Assert.Equal("trig:{id}", told["routes.0.key"].GetString());
        Assert.Equal(("db", "bearer"), (told["events.sources.0.name"].GetString(), told["events.sources.0.scheme"].GetString()));
        Assert.Equal(("event changed", "tag trig:{id}"), (told["events.rules.0.on"].GetString(), told["events.rules.0.targets.0"].GetString()));
        Assert.DoesNotContain("a-fixed-token", told.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefusedFile_SaysWhatIsWrongWithIt()
    {
        await using var at = await TestEnvironment.StartAsync(Policy);

        await at.Gateway.ReplacePolicyAsync(Policy.Replace("1h", "an hour", StringComparison.Ordinal));

        var told = await Deadline.Eventually(() => at.Gateway.LookAsync("/policy"), each => !each["lastReload.good"].GetBoolean());
        Assert.Equal(1, told["version"].GetInt32());
        Assert.Equal(2, told["lastReload.faults"].GetArrayLength());
        Assert.Equal("$.routes[0].ttl", told["lastReload.faults.0.path"].GetString());
    }

    [Fact]
    public async Task Text_IsCheckedWhole()
    {
        await using var at = await TestEnvironment.StartAsync(Policy);

        var good = await at.Gateway.CallAsync("/policy/check", Policy + " // a comment");
        var bad = await at.Gateway.CallAsync("/policy/check", """
            { "version": 1, "service": "s",
              "routes": [ { "name": "a", "match": { "path": ["/a"] }, "ttl": "an hour", "tgas": [] } ] }
            """);
        var none = await at.Gateway.CallAsync("/policy/check", "{");

        Assert.Equal((true, 2, 0), (good["valid"].GetBoolean(), good["routes"].GetInt32(), good["faults"].GetArrayLength()));
        Assert.False(bad["valid"].GetBoolean());
        Assert.Equal(["$.routes[0].tgas", "$.routes[0].ttl"], bad.Each("faults", "path").Order());
        Assert.All(bad["faults"].EnumerateArray(), fault => Assert.Equal(2, fault.GetProperty("line").GetInt32()));
        Assert.False(none["valid"].GetBoolean());
    }

    [Fact]
    public async Task Request_IsExplainedAgainstWhatIsStored()
    {
        await using var at = await TestEnvironment.StartAsync(Policy);
        at.Origin.Answer("/trig/5", "x");
        const string asked = """{ "url": "http://api.example.org/trig/5" }""";

        var before = await at.Gateway.CallAsync("/policy/explain", asked);
        await at.Gateway.StoredAsync("/trig/5", ("Host", "api.example.org"));
        var statistics = await at.Gateway.LookAsync("/cache/stats");
        var stored = await at.Gateway.CallAsync("/policy/explain", asked);
        await at.Gateway.RetireAsync("""{ "tags": ["trig:5"] }""");
        var retired = await at.Gateway.CallAsync("/policy/explain", asked);

        Assert.Equal(("look-up", "miss", "nothing is stored for it"), (before["decision"].GetString(), before["stored.now"].GetString(), before["stored.because"].GetString()));
        Assert.Equal(("hit", "fresh"), (stored["stored.now"].GetString(), stored["stored.entries.0.state"].GetString()));
        Assert.Equal("event changed: tag trig:{id}", stored["retiredBy.0"].GetString());
        Assert.Equal("miss", retired["stored.now"].GetString());
        Assert.Equal("tag:trig:5", retired["stored.history.0.target"].GetString());
        // Nothing was counted.
        Assert.Equal(statistics["memory.hits"].GetInt64(), (await at.Gateway.LookAsync("/cache/stats"))["memory.hits"].GetInt64());
    }

    [Fact]
    public async Task WhatIsStoredForOtherHeaders_IsSaidToBe()
    {
        await using var at = await TestEnvironment.StartAsync(Policy);
        at.Origin.Answer("/trig/5", "x");
        await at.Gateway.StoredAsync("/trig/5", ("Host", "api.example.org"), ("Accept", "text/plain"));

        var told = await at.Gateway.CallAsync("/policy/explain", """{ "url": "http://api.example.org/trig/5", "headers": ["Accept: text/html"] }""");

        Assert.Equal("miss", told["stored.now"].GetString());
        Assert.Equal(
            "nothing is stored for these headers; what is (1) differs by accept, accept-language, origin", told["stored.because"].GetString());
    }

    [Theory]
    [InlineData("""{ "url": "http://h/trig/5", "headers": ["Host: api.example.org", "Cache-Control: no-cache"] }""", "bypass")]
    [InlineData("""{ "url": "http://api.example.org/trig/5", "headers": ["Cache-Control: only-if-cached"] }""", "hit")]
    [InlineData("""{ "url": "http://api.example.org/trig/6", "headers": ["Cache-Control: only-if-cached"] }""", "refuse")]
    [InlineData("""{ "url": "http://api.example.org/trig/5", "method": "HEAD" }""", "hit")]
    [InlineData("""{ "url": "http://api.example.org/trig/5", "headers": ["Authorization: x"] }""", null)]
    [InlineData("""{ "url": "http://api.example.org/trig/5", "method": "PUT" }""", null)]
    public async Task Request_IsAnsweredAsTheGatewayWould(string asked, string? now)
    {
        await using var at = await TestEnvironment.StartAsync(Policy);
        at.Origin.Answer("/trig/5", "x");
        await at.Gateway.StoredAsync("/trig/5", ("Host", "api.example.org"));

        var told = await at.Gateway.CallAsync("/policy/explain", asked);

        Assert.Equal(now, told["stored"].ValueKind == System.Text.Json.JsonValueKind.Null ? null : told["stored.now"].GetString());
    }

    [Fact]
    public async Task WhatOnlyRedisHas_IsAHit()
    {
        await using var all = await GatewayReplicas.StartAsync(2);
        all.Origin.Answer("/a", "x");
        await all.Gateways[0].AskAsync("/a");

        var told = await Deadline.Eventually(
            () => Operators.CallAsync(all.Gateways[1], "/policy/explain", $$"""{ "url": "http://{{GatewayReplicas.Host}}/a" }"""),
            each => each["stored.now"].GetString() == "hit");

        Assert.Equal("""["redis"]""", told["stored.entries.0.in"].GetRawText());
    }

    [Fact]
    public async Task SwitchedOff_IsABypass()
    {
        await using var at = await TestEnvironment.StartAsync(Policy, """{ "Gateway": { "Enabled": false } }""");

        var told = await at.Gateway.CallAsync("/policy/explain", """{ "url": "http://h/a" }""");

        Assert.Equal("bypass", told["stored.now"].GetString());
    }
}
