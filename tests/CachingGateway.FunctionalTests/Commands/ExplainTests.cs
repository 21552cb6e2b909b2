using System.Text.Json;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Commands;

public sealed class ExplainTests : IDisposable
{
    private const string Policy = """
        { "version": 1, "service": "s", "routes": [
          { "name": "trig", "match": { "path": ["/trigs/{id:int}"] }, "ttl": "24h", "statuses": { "404": "60s", "5xx": 0 },
            "key": { "template": "trig:{id}:{params}:v1", "query": ["include"] }, "ignore": { "query": ["utm_*"] },
            "tags": ["trig:{id}"], "client": { "cacheControl": "public, max-age=60" }, "limits": { "bytes": "1GB" } },
          { "name": "mine", "match": { "path": ["/mine"] }, "key": { "identity": "authorization" } },
          { "name": "search", "match": { "path": ["/search"], "methods": ["POST"] }, "key": { "body": "json" } },
          { "name": "off", "match": { "path": ["/off"] }, "mode": "off" } ] }
        """;

    private readonly TestFiles _files = new();

    [Fact]
    public async Task LookedUp_SaysWholeWay()
    {
        var told = await ExplainAsync("GET", "http://h/trigs/7?utm_source=x&include=all&other=1", "-H", "Accept: text/html", "-H", "X-Other: 1");

        Assert.Equal("trig", told.GetProperty("route").GetString());
        Assert.Equal("cache", told.GetProperty("mode").GetString());
        Assert.Equal("look-up", told.GetProperty("decision").GetString());
        Assert.StartsWith("trig:7:params_", told.GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{32}$", told.GetProperty("identity").GetString());
        Assert.Equal("/trigs/7?include=all", told.GetProperty("origin").GetProperty("target").GetString());
        Assert.Equal("""{"Accept":"text/html"}""", Compact(told.GetProperty("origin").GetProperty("headers")));
        Assert.Equal("""{"200":"1d","404":"1m","5xx":"not stored"}""", Compact(told.GetProperty("ttl")));
        Assert.Equal("""["trig:7"]""", Compact(told.GetProperty("tags")));
        Assert.Equal("public, max-age=60", told.GetProperty("clientCacheControl").GetString());
        Assert.Equal("1GB", told.GetProperty("limits").GetProperty("bytes").GetString());
    }

    [Theory]
    [InlineData("GET", "http://h/none", null, "bypass", "no-route")]
    [InlineData("PUT", "http://h/trigs/7", null, "bypass", "no-route")]
    [InlineData("GET", "http://h/off", null, "bypass", "route-off")]
    [InlineData("GET", "http://h/trigs/../trigs/7", null, "bypass", "ambiguous-target")]
    [InlineData("GET", "http://h/trigs/7", "Authorization: Bearer x", "bypass", "authorization")]
    [InlineData("GET", "http://h/trigs/7", "Cookie: session=1", "bypass", "cookie")]
    [InlineData("GET", "http://h/trigs/7", "Cache-Control: no-cache", "bypass", "client-no-cache")]
    [InlineData("GET", "http://h/trigs/7", "Cache-Control: no-store", "bypass", "client-no-store")]
    [InlineData("GET", "http://h/trigs/7", "Cache-Control: only-if-cached", "look-up", "only-if-cached")]
    [InlineData("HEAD", "http://h/trigs/7", null, "look-up", "head")]
    [InlineData("GET", "http://h/mine", "Authorization: Bearer x", "look-up", null)]
    [InlineData("GET", "http://h/trigs/7", "Host: a b", "refuse", null)]
    public async Task Decision_NamesItsReason(string method, string url, string? field, string decision, string? reason)
    {
        var told = await ExplainAsync([method, url, .. field is null ? Array.Empty<string>() : ["-H", field]]);

        Assert.Equal(decision, told.GetProperty("decision").GetString());
        Assert.Equal(reason, told.TryGetProperty("reason", out var said) ? said.GetString() : null);
    }

    [Theory]
    [InlineData("http://h/mine")]
    [InlineData("http://h/trigs/7")]
    public async Task Credentials_AreNeverShown(string url)
    {
        var run = await CommandRun.OfAsync(
            "explain", "GET", url, "--policy", PolicyFile(), "-H", "Authorization: Bearer s3cret", "-H", "Cookie: a=s3cret", "-H", "X-Api-Key: s3cret");

        Assert.Equal(0, run.Code);
        Assert.DoesNotContain("s3cret", run.Output, StringComparison.Ordinal);
        Assert.Contains("Authorization: ***", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BodiesOfOneMeaning_AreOneEntry()
    {
        var one = await SearchAsync("""{"budget":3000,"difficulty":2}""");
        var other = await SearchAsync("""{ "difficulty": 2, "budget": 3000 }""");
        var broken = await SearchAsync("""{"a":1,"a":2}""");

        Assert.Equal(one.GetProperty("identity").GetString(), other.GetProperty("identity").GetString());
        Assert.Equal("request-body-not-canonical", broken.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task OtherMethod_IsHintedAt()
    {
        var told = await ExplainAsync("GET", "http://h/search");

        Assert.Contains("a POST would be for route search", told.GetProperty("because").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_HasOneFactALine()
    {
        var run = await CommandRun.OfAsync("explain", "GET", "http://h/trigs/7", "--policy", PolicyFile());

        Assert.Equal(0, run.Code);
        Assert.Contains("route             trig", run.Lines);
        Assert.Contains("name              trig:7:v1", run.Lines);
        Assert.Contains("ttl of 404        1m", run.Lines);
    }

    [Fact]
    public async Task BadPolicy_FailsWithItsFaults()
    {
        var run = await CommandRun.OfAsync("explain", "GET", "http://h/", "--policy", _files.Add("bad.json", "{ \"routs\": [] }"));

        Assert.Equal(1, run.Code);
        Assert.Contains("routs", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoPolicy_IsTheBuiltInOne()
    {
        var run = await CommandRun.OfAsync("explain", "GET", "http://h/any");

        Assert.Equal(0, run.Code);
        Assert.Contains("policy            built-in", run.Lines);
    }

    [Fact]
    public async Task WhatIsExplained_IsWhatTheGatewayDoes()
    {
        await using var origin = await ScriptedOrigin.StartAsync();
        await using var gateway = await TestGateway.StartAsync(origin.Address, Policy);

        var told = await ExplainAsync("GET", new Uri(gateway.DataAddress, "/trigs/7?include=all&x=1").ToString());
        var answer = await gateway.GetAsync("/trigs/7?include=all&x=1");

        Assert.Equal(answer.Header("X-Cache-Key"), told.GetProperty("name").GetString());
    }

    public void Dispose() => _files.Dispose();

    private Task<JsonElement> SearchAsync(string body) => ExplainAsync(
        "POST", "http://h/search", "-H", "Content-Type: application/json", "--body", _files.Add("body.json", body));

    private async Task<JsonElement> ExplainAsync(params string[] args)
    {
        var run = await CommandRun.OfAsync(["explain", .. args, "--json", "--policy", PolicyFile()]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        using var document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }

    private string PolicyFile() => _files.Add("policy.json", Policy);

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element, JsonSerializerOptions.Default);
}
