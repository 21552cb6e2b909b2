using System.Globalization;
using System.Text;
using CachingGateway.FunctionalTests.Replicas;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Management;

/// <summary>What is stored can be listed by name and looked at, wherever it lies.</summary>
public class KeysTests
{
    private const string Named = """
        { "name": "named", "match": { "path": ["/{kind}/{id}"] }, "key": { "template": "{kind}:{id}:{query.q}" }, "ttl": "1h", "tags": ["{kind}:{id}"] }
        """;

    [Fact]
    public async Task Pages_HaveEverythingOnce()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.Route(Named));
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        for (var i = 0; i < 50; i++)
            await at.Gateway.GetAsync($"/trig/{i}");
        await at.Gateway.StoredAsync("/other/1");

        var (names, cursor) = (new List<string?>(), "");
        for (var page = 0; page < 60 && cursor is not null; page++)
        {
            var told = await at.Gateway.LookAsync($"/cache/keys?pattern=trig:*&limit=7{cursor}");
            Assert.Equal("none", told["redis"].GetString());
            Assert.True(told["keys"].GetArrayLength() <= 7);
            names.AddRange(told.Each("keys", "name"));
            cursor = told["cursor"].GetString() is { } next ? $"&cursor={next}" : null;
        }

        Assert.Null(cursor);
        Assert.Equal(50, names.Count);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => string.Create(CultureInfo.InvariantCulture, $"trig:{i}:-")).Order(), names.Order());
    }

    [Fact]
    public async Task OneName_SaysAllThatIsKnown()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.Route(Named));
        at.Origin.Answer("/trig/5", _ => ScriptedAnswer.Ok("""{ "height": "1 µm" }""", ("Content-Type", "application/json"), ("ETag", "\"e\"")));
        await at.Gateway.RetireAsync("""{ "keys": ["trig:5:-"] }""");
        await at.Gateway.StoredAsync("/trig/5");

        var told = await at.Gateway.LookAsync("/cache/keys/trig:5:-");
        var whole = await at.Gateway.LookAsync("/cache/keys/trig:5:-?body=true");

        Assert.Equal("trig:5:-", told["name"].GetString());
        Assert.Equal(1, told["entries"].GetArrayLength());
        Assert.Equal("fresh", told["entries.0.state"].GetString());
        Assert.Equal(200, told["entries.0.status"].GetInt32());
        Assert.Equal("memory", told["entries.0.in.0"].GetString());
        Assert.Equal("trig:5", told["entries.0.tags.0"].GetString());
        Assert.Equal("\"e\"", told["entries.0.etag"].GetString());
        Assert.InRange(told["entries.0.ttlSeconds"].GetInt64(), 3500, 3600);
        Assert.True(told["entries.0.hits"].GetInt64() >= 1);
        Assert.Contains("Content-Type: application/json", told["entries.0.headers"].EnumerateArray().Select(field => field.GetString()));
        Assert.Equal("key:trig:5:-", told["history.0.target"].GetString());
        Assert.Equal("management:local", told["history.0.source"].GetString());
        Assert.True(told["complete"].GetBoolean());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, told["entries.0.body"].ValueKind);
        Assert.Equal("""{ "height": "1 µm" }""", whole["entries.0.body.text"].GetString());
        Assert.Equal("utf-8", whole["entries.0.body.encoding"].GetString());
    }

    [Fact]
    public async Task BytesThatAreNoText_AreBase64()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.Route(Named));
        at.Origin.Answer("/map/1", new ScriptedAnswer { Body = [0x89, 0xFF, 0x00] });
        await at.Gateway.StoredAsync("/map/1");

        var told = await at.Gateway.LookAsync("/cache/keys/map:1:-?body=true");

        Assert.Equal(("base64", "if8A"), (told["entries.0.body.encoding"].GetString(), told["entries.0.body.text"].GetString()));
    }

    // A slash in a name, an escape in a name, and one of them escaped for the call.
    [Theory]
    [InlineData("/a/1?q=b/c", "a:1:b/c", "/cache/keys/a:1:b/c")]
    [InlineData("/a/1?q=b/c", "a:1:b/c", "/cache/keys/a%3A1%3Ab%2Fc")]
    [InlineData("/a/1?q=b%20c", "a:1:b%20c", "/cache/keys/a:1:b%2520c")]
    public async Task Names_AreFoundAsTheyAreWritten(string path, string name, string target)
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.Route(Named));
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        await at.Gateway.StoredAsync(path);
        Assert.Equal(name, (await at.Gateway.GetAsync(path)).Header("X-Cache-Key"));

        var told = await at.Gateway.LookAsync(target);
        var deleted = await at.Gateway.ManageAsync(HttpMethod.Delete, target, null);

        Assert.Equal((200, name), (told.Status, told["name"].GetString()));
        Assert.Equal(1, deleted["targets"].GetInt32());
        Assert.Equal("MISS", (await at.Gateway.GetAsync(path)).CacheStatus);
    }

    [Fact]
    public async Task WhatIsNotThere_HasAHistoryAllTheSame()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.Route(Named));
        await at.Gateway.RetireAsync("""{ "patterns": ["trig:*"], "tags": ["x"] }""");

        var told = await at.Gateway.LookAsync("/cache/keys/trig:9:-");

        told.IsProblem(404, "not-found");
        Assert.Equal("pattern:trig:*", told["history.0.target"].GetString());
    }

    [Fact]
    public async Task WithTokens_BodiesAreForAdmins()
    {
        await using var at = await TestEnvironment.StartAsync(settings: $$"""{ "Gateway": { {{Operators.Tokens}} } }""");
        at.Origin.Answer("/a", "secret");
        await at.Gateway.StoredAsync("/a");
        var name = (await at.Gateway.GetAsync("/a")).Header("X-Cache-Key");

        (await at.Gateway.LookAsAsync("read-", $"/cache/keys/{name}?body=true")).IsProblem(403, "scope");

        Assert.Equal(200, (await at.Gateway.LookAsAsync("read-", $"/cache/keys/{name}")).Status);
        Assert.Equal("secret", (await at.Gateway.LookAsAsync("admin-", $"/cache/keys/{name}?body=true"))["entries.0.body.text"].GetString());
    }

    [Fact]
    public async Task Entries_AreFoundInMemoryAndInRedis()
    {
        await using var all = await GatewayReplicas.StartAsync(2);
        var (one, other) = (all.Gateways[0], all.Gateways[1]);
        all.Origin.Answer("/a", "x");
        await one.AskAsync("/a");
        var name = (await Deadline.Eventually(() => one.AskAsync("/a"), answer => answer.CacheStatus == "HIT")).Header("X-Cache-Key")!;
        var target = $"/cache/keys?pattern={Uri.EscapeDataString(name)}";

        var here = await Deadline.Eventually(() => Operators.LookAsync(one, target), told => In(told) == "memory+redis");
        var there = await Operators.LookAsync(other, target);
        var whole = await Operators.LookAsync(other, $"/cache/keys/{Uri.EscapeDataString(name)}?body=true");

        Assert.Equal(("ok", 1), (here["redis"].GetString(), here["keys"].GetArrayLength()));
        Assert.Equal("redis", In(there));
        Assert.Equal(("fresh", "x"), (whole["entries.0.state"].GetString(), whole["entries.0.body.text"].GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, whole["entries.0.hits"].ValueKind);

        await all.Redis.KillAsync();
        var away = await Deadline.Eventually(() => Operators.LookAsync(one, target), told => told["redis"].GetString() == "unavailable");
        Assert.Equal("memory", In(away));
    }

    [Fact]
    public async Task InRedis_PagesHaveEverything()
    {
        await using var all = await GatewayReplicas.StartAsync(2);
        var (one, other) = (all.Gateways[0], all.Gateways[1]);
        all.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        for (var i = 0; i < 300; i++)
            await one.AskAsync($"/many/{i}");
        await Deadline.Eventually(async () => long.Parse((await all.Redis.AskAsync("DBSIZE")).Text!, null), size => size > 300);

        var identities = new HashSet<string?>();
        string? cursor = "";
        while (cursor is not null)
        {
            var told = await Operators.LookAsync(other, $"/cache/keys?pattern=*many*&limit=20{cursor}");
            identities.UnionWith(told.Each("keys", "identity"));
            cursor = told["cursor"].GetString() is { } next ? $"&cursor={next}" : null;
        }

        Assert.Equal(300, identities.Count);
    }

    private static string In(Told told) => told["keys"].GetArrayLength() == 0 ? "" : string.Join('+', told["keys.0.in"].EnumerateArray().Select(place => place.GetString()));
}
