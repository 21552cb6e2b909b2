using CachingGateway.FunctionalTests.Replicas;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Management;

/// <summary>Operators retire what they name, on all replicas, or are told what that would be.</summary>
public class PurgeTests
{
    private const string Named = """
        { "name": "named", "match": { "path": ["/{kind}/{id}"] }, "key": { "template": "{kind}:{id}" }, "ttl": "1h", "tags": ["{kind}", "{kind}:{id}"],
          "staleWhileRevalidate": "1h" }
        """;

    [Theory]
    [InlineData(""" "tags": ["trig:1"] """)]
    [InlineData(""" "patterns": ["trig:1*"] """)]
    [InlineData(""" "keys": ["trig:1"] """)]
    [InlineData(""" "urls": ["/trig/1"] """)]
    [InlineData(""" "tags": ["no"], "patterns": ["no:*"], "keys": ["trig:1"], "urls": ["/no"], "all": false, "mode": "purge" """)]
    public async Task WhatIsNamed_IsGoneAndNothingElse(string members)
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.Route(Named));
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        await at.Gateway.StoredAsync("/trig/1");
        await at.Gateway.StoredAsync("/trig/2");

        var preview = await at.Gateway.RetireAsync($$"""{ {{members}}, "preview": true }""");
        Assert.Equal("HIT", (await at.Gateway.GetAsync("/trig/1")).CacheStatus);
        var told = await at.Gateway.RetireAsync($$"""{ {{members}} }""");

        Assert.Equal((1, "trig:1"), (preview["count"].GetInt64(), preview["sample.0"].GetString()));
        Assert.Equal((200, 1, 1), (told.Status, told["replicas.live"].GetInt32(), told["replicas.confirmed"].GetInt32()));
        Assert.EndsWith($".{told["sequence"].GetInt64()}", told.Headers["X-Cache-Sequence"], StringComparison.Ordinal);
        Assert.Equal("MISS", (await at.Gateway.GetAsync("/trig/1")).CacheStatus);
        Assert.Equal("HIT", (await at.Gateway.GetAsync("/trig/2")).CacheStatus);
    }

    [Fact]
    public async Task Everything_IsGone()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.Route(Named));
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        await at.Gateway.StoredAsync("/trig/1");
        await at.Gateway.StoredAsync("/user/2");

        var preview = await at.Gateway.RetireAsync("""{ "all": true, "preview": true }""");
        var told = await at.Gateway.RetireAsync("""{ "all": true }""");
        var after = await at.Gateway.RetireAsync("""{ "all": true, "preview": true }""");

        Assert.Equal((2, true, "none"), (preview["count"].GetInt32(), preview["complete"].GetBoolean(), preview["redis"].GetString()));
        Assert.Equal(1, told["targets"].GetInt32());
        Assert.Equal(0, after["count"].GetInt32());
        Assert.Equal("MISS", (await at.Gateway.GetAsync("/trig/1")).CacheStatus);
        Assert.Equal("MISS", (await at.Gateway.GetAsync("/user/2")).CacheStatus);
    }

    [Fact]
    public async Task PreviewInParts_IsTheWhole()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.Route(Named));
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        for (var i = 0; i < 5; i++)
            await at.Gateway.StoredAsync($"/trig/{i}");

        var (count, cursor) = (0, "");
        do
        {
            var part = await at.Gateway.RetireAsync($$"""{ "all": true, "preview": true, "cursor": "{{cursor}}" }""");
            count += part["count"].GetInt32();
            Assert.Equal(5, part["among"].GetInt32());
            cursor = part["next"].GetString();
        }
        while (cursor is not null);

        Assert.Equal(5, count);
    }

    [Theory]
    [InlineData("""{ "all": true, "cursor": "" }""")]
    [InlineData("""{ "all": true, "preview": true, "cursor": "x" }""")]
    public async Task CursorThatIsNone_IsRefused(string body)
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.Route(Named));

        (await at.Gateway.RetireAsync(body)).IsProblem(400, "bad-request");
    }

    [Fact]
    public async Task Soft_IsServedOnceMore()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.Route(Named));
        at.Origin.Answer("/trig/1", "x");
        await at.Gateway.StoredAsync("/trig/1");

        await at.Gateway.RetireAsync("""{ "tags": ["trig:1"], "mode": "soft" }""");

        Assert.Equal("soft", (await at.Gateway.LookAsync("/cache/keys/trig:1"))["entries.0.state"].GetString());
        Assert.Equal("STALE", (await at.Gateway.GetAsync("/trig/1")).CacheStatus);
    }

    [Fact]
    public async Task Ledger_SaysWhoAsked()
    {
        await using var at = await TestEnvironment.StartAsync(settings: $$"""{ "Gateway": { {{Operators.Tokens}} } }""");

        await at.Gateway.RetireAsync("""{ "tags": ["a"] }""", ("Authorization", "Bearer both-"));
        await at.Gateway.ManageAsync(HttpMethod.Delete, "/cache/keys/b", null, ("Authorization", "Bearer admin-"));

        var told = await at.Gateway.LookAsAsync("read-", "/events/log?limit=2");
        Assert.Equal(["management:chief", "management:both"], told.Json.EnumerateArray().Select(line => line.GetProperty("source").GetString()));
        Assert.Equal(["key:b"], told["0.targets"].EnumerateArray().Select(target => target.GetString()));
        Assert.Equal("POST /cache/purge", told["1.cause"].GetString());
    }

    [Fact]
    public async Task AllReplicas_HaveRetiredIt()
    {
        await using var all = await GatewayReplicas.StartAsync(2);
        var (one, other) = (all.Gateways[0], all.Gateways[1]);
        all.Origin.Answer("/a", "x");
        await one.AskAsync("/a");
        await Deadline.Eventually(() => other.AskAsync("/a"), answer => answer.CacheStatus == "HIT");

        var preview = await Operators.RetireAsync(one, """{ "tags": ["a"], "preview": true }""");
        var told = await Operators.RetireAsync(one, """{ "tags": ["a"] }""");

        Assert.Equal((1, "ok"), (preview["count"].GetInt32(), preview["redis"].GetString()));
        Assert.Equal(2, told["replicas.live"].GetInt32());
        Assert.Equal("MISS", (await other.AskAsync("/a")).CacheStatus);
        var replicas = await Deadline.Eventually(
            () => Operators.LookAsync(one, "/replicas"), each => each["replicas"].EnumerateArray().All(replica => replica.GetProperty("lag").GetInt64() == 0));
        Assert.Equal((2, true), (replicas["live"].GetInt32(), replicas["shared"].GetBoolean()));
        Assert.True(replicas["replicas.0.isSelf"].GetBoolean());
        Assert.InRange(replicas["replicas.0.leaseMs"].GetInt64(), 0, 2000);
        Assert.False(replicas["replicas.1.isSelf"].GetBoolean());
    }

    [Fact]
    public async Task WithoutRedisOutOfReach_NothingIsPromised()
    {
        await using var all = await GatewayReplicas.StartAsync(1);
        await all.Redis.KillAsync();

        var told = await Operators.RetireAsync(all.Gateways[0], """{ "all": true }""");

        told.IsProblem(503, "store-unavailable");
        Assert.Equal("1", told.Headers["Retry-After"]);
        (await Operators.LookAsync(all.Gateways[0], "/events/log")).IsProblem(503, "store-unavailable");
    }
}
