using System.Text;
using CachingGateway.Management.Access;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Management;

/// <summary>Who is answered: without tokens this machine alone, with them whoever has one of the scope.</summary>
public class AccessTests
{
    private const string All = """{ "all": true }""";

    private static readonly string WithTokens = $$"""{ "Gateway": { {{Operators.Tokens}} } }""";

    [Theory]
    [InlineData("Host", "rebound.example")]
    [InlineData("Origin", "https://other.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("X-Forwarded-For", "192.0.2.1")]
    [InlineData("Forwarded", "for=192.0.2.1")]
    public async Task WithoutTokens_OthersAreNotAnswered(string name, string value)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/a", "x");
        await at.Gateway.StoredAsync("/a");

        foreach (var target in new[] { "/cache/stats", "/cache/keys", "/policy", "/events/log", "/replicas", "/metrics", "/openapi/v1.json", "/nothing" })
            (await at.Gateway.LookAsync(target, (name, value))).IsProblem(403, "loopback-only");
        (await at.Gateway.RetireAsync(All, (name, value))).IsProblem(403, "loopback-only");

        Assert.Equal("HIT", (await at.Gateway.GetAsync("/a")).CacheStatus);
        Assert.Equal(200, (await at.Gateway.LookAsync("/health", (name, value))).Status);
    }

    [Fact]
    public async Task WithoutTokens_ThisMachineMayDoEverything()
    {
        await using var at = await TestEnvironment.StartAsync();

        Assert.Equal(200, (await at.Gateway.LookAsync("/cache/stats", ("Origin", "http://localhost:3000"), ("Sec-Fetch-Site", "same-site"))).Status);
        Assert.Equal(200, (await at.Gateway.RetireAsync(All)).Status);
        Assert.Equal(200, (await at.Gateway.CallAsync("/policy/check", "{}")).Status);
    }

    // What a page of another site can send without being asked for leave first.
    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    public async Task FormsOfPages_AreNoCalls(string type)
    {
        await using var at = await TestEnvironment.StartAsync();

        foreach (var target in new[] { "/cache/purge", "/policy/explain", "/policy/check" })
        {
            var told = await at.Gateway.ManageAsync(HttpMethod.Post, target, new StringContent(All, Encoding.UTF8, type));
            told.IsProblem(415, "media-type");
        }
    }

    [Theory]
    [InlineData("read-", 200, 403, 200, 403, 403)]
    [InlineData("invalidate-", 403, 200, 403, 200, 403)]
    [InlineData("both-", 200, 200, 200, 200, 403)]
    [InlineData("admin-", 200, 200, 200, 200, 200)]
    [InlineData("api-", 200, 200, 200, 200, 200)]
    public async Task Token_AllowsWhatItsScopesDo(string token, int look, int retire, int preview, int delete, int check)
    {
        await using var at = await TestEnvironment.StartAsync(settings: WithTokens);
        (string, string) credentials = ("Authorization", $"Bearer {token}");

        Assert.Equal(look, (await at.Gateway.LookAsync("/cache/stats", credentials)).Status);
        Assert.Equal(look, (await at.Gateway.LookAsync("/metrics", credentials)).Status);
        Assert.Equal(retire, (await at.Gateway.RetireAsync("""{ "tags": ["x"] }""", credentials)).Status);
        Assert.Equal(preview, (await at.Gateway.RetireAsync("""{ "tags": ["x"], "preview": true }""", credentials)).Status);
        Assert.Equal(delete, (await at.Gateway.ManageAsync(HttpMethod.Delete, "/cache/keys/x", null, credentials)).Status);
        Assert.Equal(check, (await at.Gateway.CallAsync("/policy/check", "{}", credentials)).Status);
    }

    [Fact]
    public async Task WrongScope_NamesTheRightOne()
    {
        await using var at = await TestEnvironment.StartAsync(settings: WithTokens);

        var told = await at.Gateway.RetireAsync(All, ("Authorization", "Bearer read-"));

        told.IsProblem(403, "scope");
        Assert.Contains("cache:invalidate", told.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithTokens_NobodyIsAnsweredWithoutOne()
    {
        await using var at = await TestEnvironment.StartAsync(settings: WithTokens);

        var none = await at.Gateway.LookAsync("/cache/stats");
        var basic = await at.Gateway.LookAsync("/cache/stats", ("Authorization", "Basic cmVhZC06"));
        var wrong = await at.Gateway.LookAsAsync("read", "/cache/stats");

        none.IsProblem(401, "no-token");
        Assert.Equal("Bearer", none.Headers["WWW-Authenticate"]);
        basic.IsProblem(401, "no-token");
        wrong.IsProblem(401, "bad-token");
        // Where it comes from does not matter then, and what has no data in it is for everybody.
        Assert.Equal(200, (await at.Gateway.LookAsync("/cache/stats", ("Authorization", "bearer read-"), ("Host", "ops.example"), ("Origin", "https://ops.example"))).Status);
        Assert.Equal(200, (await at.Gateway.LookAsync("/openapi/v1.json", ("Host", "ops.example"))).Status);
        Assert.Equal(200, (await at.Gateway.LookAsync("/health/live")).Status);
    }

    [Fact]
    public async Task TenWrongTokens_AreEnough()
    {
        await using var at = await TestEnvironment.StartAsync(settings: WithTokens);

        for (var i = 0; i < FailedTokens.Most; i++)
            (await at.Gateway.LookAsAsync($"guess-{i}", "/cache/stats")).IsProblem(401, "bad-token");
        var next = await at.Gateway.LookAsAsync("guess", "/cache/stats");
        var right = await at.Gateway.LookAsAsync("read-", "/cache/stats");

        next.IsProblem(429, "too-many-failures");
        Assert.InRange(int.Parse(next.Headers["Retry-After"], null), 1, 60);
        right.IsProblem(429, "too-many-failures");
        // Who sends none is told so, and who needs none is answered.
        (await at.Gateway.LookAsync("/cache/stats")).IsProblem(401, "no-token");
        Assert.Equal(200, (await at.Gateway.LookAsync("/health")).Status);
    }

    [Fact]
    public async Task RightTokens_AreNoFailures()
    {
        await using var at = await TestEnvironment.StartAsync(settings: WithTokens);

        for (var i = 0; i < 2 * FailedTokens.Most; i++)
        {
            Assert.Equal(200, (await at.Gateway.LookAsAsync("read-", "/replicas")).Status);
            (await at.Gateway.RetireAsync(All, ("Authorization", "Bearer read-"))).IsProblem(403, "scope");
        }
    }

    [Fact]
    public async Task ChangedTokens_CountAtOnce()
    {
        await using var at = await TestEnvironment.StartAsync(settings: WithTokens);
        Assert.Equal(200, (await at.Gateway.LookAsAsync("read-", "/replicas")).Status);

        await at.Gateway.ReplaceSettingsAsync($$"""
            { "Gateway": { "Management": { "Tokens": { "next": { "Hash": "{{Operators.HashOf("next-")}}", "Scopes": "cache:read" } } } } }
            """);

        // The old one is asked with until it is refused: a new one that is not known yet would count as wrong.
        var refused = await Deadline.Eventually(() => at.Gateway.LookAsAsync("read-", "/replicas"), told => told.Status != 200);
        refused.IsProblem(401, "bad-token");
        Assert.Equal(200, (await at.Gateway.LookAsAsync("next-", "/replicas")).Status);
    }

    [Fact]
    public async Task BadTokens_AreAllNamedAtStart()
    {
        var settings = """
            { "Gateway": { "Management": { "Tokens": {
              "one": { "Hash": "secret-token", "Scopes": "cache:read" },
              "two": { "Hash": "sha256:0000000000000000000000000000000000000000000000000000000000000000", "Scopes": "cache:write" },
              "three": { "Hash": "sha256:0000000000000000000000000000000000000000000000000000000000000000", "Scope": "cache:read" } } } } }
            """;

        var refused = await Assert.ThrowsAsync<CachingGateway.Hosting.StartException>(() => TestEnvironment.StartAsync(settings: settings));

        Assert.Contains("Gateway:Management:Tokens:one:Hash", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Gateway:Management:Tokens:two:Scopes: found \"cache:write\"", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Gateway:Management:Tokens:three:Scopes: found nothing", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Gateway:Management:Tokens:three:Scope: no such setting", refused.Message, StringComparison.Ordinal);
    }
}
