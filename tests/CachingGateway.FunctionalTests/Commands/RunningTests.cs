using System.Text.Json;
using CachingGateway.FunctionalTests.Management;
using CachingGateway.FunctionalTests.Replicas;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Commands;

/// <summary>The commands that ask a running gateway, over real sockets.</summary>
public class RunningTests
{
    private const string Named = """
        { "name": "named", "match": { "path": ["/{kind}/{id}"] }, "key": { "template": "{kind}:{id}" }, "ttl": "1h", "tags": ["{kind}:{id}"] }
        """;

    [Fact]
    public async Task Stats_ShowStoresAndRoutes()
    {
        await using var at = await StartAsync();

        var text = await RunAsync(at, "stats");
        var json = await RunAsync(at, "stats", "--json");

        Assert.Equal((0, ""), (text.Code, text.Error));
        Assert.Contains(text.Lines, line => line.StartsWith("in memory         2 keys, ", StringComparison.Ordinal));
        Assert.Contains(text.Lines, line => line.StartsWith("named ", StringComparison.Ordinal));
        var told = JsonDocument.Parse(json.Output).RootElement;
        Assert.Equal(2, told.GetProperty("stats").GetProperty("total_keys").GetInt64());
        Assert.Equal("named", told.GetProperty("routes")[0].GetProperty("route").GetString());
    }

    [Fact]
    public async Task Stats_Watched_AreShownAgain()
    {
        await using var at = await StartAsync();

        var run = await RunAsync(at, "stats", "--watch", "--every", "1", "--times", "2", "--json");

        Assert.Equal((0, 2), (run.Code, run.Lines.Count));
        Assert.All(run.Lines, line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
    }

    [Fact]
    public async Task Keys_AreListedByGlob()
    {
        await using var at = await StartAsync();

        var all = await RunAsync(at, "keys");
        var some = await RunAsync(at, "keys", "trig:*");
        var json = await RunAsync(at, "keys", "trig:*", "--json");
        var one = await RunAsync(at, "keys", "--limit", "1");

        Assert.Equal(3, all.Lines.Count);
        Assert.Equal(2, some.Lines.Count);
        Assert.Matches("^trig:1 +named +200 +fresh +[0-9]+ +[0-9]+ +1 +memory$", some.Lines[1]);
        Assert.Equal("trig:1", JsonDocument.Parse(json.Output).RootElement[0].GetProperty("name").GetString());
        Assert.Equal(2, one.Lines.Count);
        Assert.StartsWith("There are more", one.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_SaysAllOfIt_OrThatThereIsNone()
    {
        await using var at = await StartAsync();

        var key = await RunAsync(at, "key", "trig:1", "--body");
        var none = await RunAsync(at, "key", "trig:9");

        Assert.Equal(0, key.Code);
        Assert.Contains("entry             fresh, status 200, in memory", key.Lines);
        Assert.Contains("tags            trig:1", key.Lines);
        Assert.Equal((1, "refused: 404 (not-found) Nothing is stored under \"trig:9\"."), (none.Code, none.Error.Trim()));
    }

    [Fact]
    public async Task Purge_PreviewsThenRetires()
    {
        await using var at = await StartAsync();

        var preview = await RunAsync(at, "purge", "--tag", "trig:1", "--pattern", "no:*", "--preview");
        var before = await at.Gateway.GetAsync("/trig/1");
        var done = await RunAsync(at, "purge", "--tag", "trig:1", "--tag", "other");
        var soft = await RunAsync(at, "purge", "--url", "/user/2", "--key", "user:2", "--soft", "--json");

        Assert.Equal(["would retire      1 entry", "such as           trig:1"], preview.Lines);
        Assert.Equal("HIT", before.CacheStatus);
        Assert.Equal((0, ""), (done.Code, done.Error));
        Assert.Contains("retired           2 targets", done.Lines);
        Assert.Contains("replicas          1 of 1 confirmed", done.Lines);
        Assert.Equal(2, JsonDocument.Parse(soft.Output).RootElement.GetProperty("targets").GetInt32());
        Assert.Equal("MISS", (await at.Gateway.GetAsync("/trig/1")).CacheStatus);
    }

    // Nobody is there to say yes.
    [Theory]
    [InlineData("--all")]
    [InlineData("--pattern", "*")]
    public async Task PurgeOfEverything_AsksFirst(params string[] all)
    {
        await using var at = await StartAsync();

        var asked = await RunAsync(at, ["purge", .. all]);
        var before = await at.Gateway.GetAsync("/trig/1");
        var done = await RunAsync(at, ["purge", .. all, "--yes"]);

        Assert.Equal(1, asked.Code);
        Assert.StartsWith("This retires everything: 2 entries. Go on? [y/N] Nothing was done", asked.Error, StringComparison.Ordinal);
        Assert.Equal("HIT", before.CacheStatus);
        Assert.Equal(0, done.Code);
        Assert.Equal("MISS", (await at.Gateway.GetAsync("/trig/1")).CacheStatus);
    }

    [Fact]
    public async Task Explain_SaysWhatIsStored()
    {
        await using var at = await StartAsync();
        var url = $"{at.Gateway.DataAddress}trig/1";

        var stored = await RunAsync(at, "explain", "GET", url);
        var json = await RunAsync(at, "explain", "GET", $"{at.Gateway.DataAddress}trig/9", "-H", "Accept: text/html", "--json");

        Assert.Contains("now               hit: it is stored, fresh, and no invalidation names it", stored.Lines);
        Assert.Contains("entry             fresh, status 200, in memory", stored.Lines);
        Assert.Equal("miss", JsonDocument.Parse(json.Output).RootElement.GetProperty("stored").GetProperty("now").GetString());
    }

    [Fact]
    public async Task Replicas_AndLedger_AreTables()
    {
        await using var all = await GatewayReplicas.StartAsync(2);
        await all.Gateways[0].PurgeAsync("a");
        var management = all.Gateways[1].ManagementAddress.ToString();

        var replicas = await Deadline.Eventually(
            () => CommandRun.OfAsync("replicas", "--management", management), run => run.Lines.Count == 4);
        var ledger = await CommandRun.OfAsync("ledger", "--limit", "1", "--management", management);

        Assert.Contains("in step (asked)", replicas.Lines[1], StringComparison.Ordinal);
        Assert.Contains(" live ", replicas.Lines[2], StringComparison.Ordinal);
        Assert.StartsWith("generation ", replicas.Lines[3], StringComparison.Ordinal);
        Assert.Contains("webhook:db", ledger.Lines[1], StringComparison.Ordinal);
        Assert.EndsWith("tag:a", ledger.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_IsNeeded_WhereThereAreAny()
    {
        await using var at = await StartAsync($$"""{ "Gateway": { {{Operators.Tokens}} } }""");

        var none = await RunAsync(at, "stats");
        var right = await RunAsync(at, "stats", "--token", "read-");
        var scope = await RunAsync(at, "purge", "--tag", "x", "--token", "read-");

        Assert.Equal((1, "refused: 401 (no-token) Authorization: Bearer and a token are needed."), (none.Code, none.Error.Trim()));
        Assert.Equal(0, right.Code);
        Assert.StartsWith("refused: 403 (scope) ", scope.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stats")]
    [InlineData("keys")]
    [InlineData("key", "x")]
    [InlineData("purge", "--tag", "x")]
    [InlineData("replicas")]
    [InlineData("ledger")]
    [InlineData("explain", "GET", "http://h/a")]
    public async Task NobodyThere_IsOne(params string[] command)
    {
        var run = await CommandRun.OfAsync([.. command, "--management", "http://127.0.0.1:1"]);

        Assert.Equal(1, run.Code);
        Assert.StartsWith("http://127.0.0.1:1/: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SomethingElseThere_IsOne()
    {
        await using var origin = await ScriptedOrigin.StartAsync();

        var run = await CommandRun.OfAsync("stats", "--management", origin.Address.ToString());

        Assert.Equal(1, run.Code);
        Assert.Contains("404, and no gateway's management answers there", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stats", "--every", "0")]
    [InlineData("keys", "--limit", "-1")]
    [InlineData("key")]
    [InlineData("purge")]
    [InlineData("purge", "--all", "--tag", "x")]
    [InlineData("replicas", "--management", "localhost")]
    [InlineData("explain", "GET", "http://h/a", "--management", "http://localhost:1", "--policy", "x.json")]
    [InlineData("token", "create", "--scope", "cache:write")]
    [InlineData("token", "create", "--name", "a:b")]
    [InlineData("completion", "tcsh")]
    public async Task WrongUsage_IsTwo(params string[] command)
    {
        var run = await CommandRun.OfAsync(command);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.NotEmpty(run.Error);
    }

    private static async Task<TestEnvironment> StartAsync(string? settings = null)
    {
        var at = await TestEnvironment.StartAsync(TestPolicy.Route(Named), settings);
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        await at.Gateway.StoredAsync("/trig/1");
        await at.Gateway.StoredAsync("/user/2");
        return at;
    }

    private static Task<CommandRun> RunAsync(TestEnvironment at, params string[] command) =>
        CommandRun.OfAsync([.. command, "--management", at.Gateway.ManagementAddress.ToString()]);
}
