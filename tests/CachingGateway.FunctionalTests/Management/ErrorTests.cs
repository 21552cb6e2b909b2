using System.Text;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Management;

/// <summary>Whatever goes wrong has one form, and all that is wrong is told at once; clients' listeners know none of it.</summary>
public class ErrorTests
{
    [Fact]
    public async Task DataListener_AnswersNoneOfIt()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = request => ScriptedAnswer.Ok($"origin {request.Method}");
        string[] targets =
        [
            "/cache/stats", "/cache/stats/routes", "/cache/stats/history", "/cache/stats/hottest", "/cache/keys", "/cache/keys/x", "/policy",
            "/events/log", "/replicas", "/metrics", "/openapi/v1.json", "/health",
        ];

        foreach (var target in targets)
            Assert.Equal("origin GET", (await at.Gateway.GetAsync(target)).Text);
        foreach (var target in new[] { "/cache/purge", "/policy/check", "/policy/explain" })
            Assert.Equal("origin POST", (await at.Gateway.PostAsync(target, "{}")).Text);
        Assert.Equal("origin DELETE", (await at.Gateway.SendAsync(HttpMethod.Delete, "/cache/keys/x", null)).Text);
        Assert.Equal("origin PURGE", (await at.Gateway.SendAsync(new HttpMethod("PURGE"), "/a", null)).Text);
    }

    [Fact]
    public async Task UnknownPathAndMethod_AreProblems()
    {
        await using var at = await TestEnvironment.StartAsync();

        (await at.Gateway.LookAsync("/cache/nothing")).IsProblem(404, "not-found");
        var put = await at.Gateway.ManageAsync(HttpMethod.Put, "/cache/purge", null);
        put.IsProblem(405, "method-not-allowed");
        Assert.Equal("POST", put.Headers["Allow"]);
        (await at.Gateway.ManageAsync(HttpMethod.Delete, "/cache/keys/", null)).IsProblem(400, "bad-request");
    }

    [Theory]
    [InlineData("/cache/stats?x=1", "x")]
    [InlineData("/cache/stats/routes?x=1", "x")]
    [InlineData("/cache/stats/history?minutes=31&x=1", "x", "minutes")]
    [InlineData("/cache/stats/hottest?limit=0", "limit")]
    [InlineData("/cache/keys?limit=1001&cursor=zzz&pat=1", "pat", "limit", "cursor")]
    [InlineData("/cache/keys?limit=a&limit=b", "limit", "limit")]
    [InlineData("/cache/keys/x?body=yes", "body")]
    [InlineData("/policy?x=1", "x")]
    [InlineData("/events/log?limit=10001", "limit")]
    [InlineData("/replicas?x=1", "x")]
    public async Task BadQuery_NamesEveryFault(string target, params string[] paths)
    {
        await using var at = await TestEnvironment.StartAsync();

        var told = await at.Gateway.LookAsync(target);

        told.IsProblem(400, "bad-request");
        Assert.Equal(paths, told.Each("errors", "path"));
        Assert.All(told["errors"].EnumerateArray(), fault => Assert.NotEmpty(fault.GetProperty("allowed").GetString()!));
    }

    [Theory]
    [InlineData("/cache/purge", "{}", "$")]
    [InlineData("/cache/purge", "[]", "$")]
    [InlineData("/cache/purge", "{", "$")]
    [InlineData("/cache/purge", """{ "tags": [] }""", "$")]
    [InlineData("/cache/purge", """{ "tags": ["a"], "tags": ["b"] }""", "$")]
    [InlineData("/cache/purge", """{ "all": true, "tags": ["a"] }""", "$.all")]
    [InlineData("/cache/purge", """{ "tgas": ["a"], "tags": "a", "urls": ["no url", "/fine"], "mode": "hard", "preview": 1, "keys": [1, ""] }""",
        "$.tgas", "$.tags", "$.keys[0]", "$.keys[1]", "$.urls[0]", "$.mode", "$.preview")]
    [InlineData("/policy/explain", "{}", "$.url")]
    [InlineData("/policy/explain", """{ "url": "/a", "method": "G T", "headers": ["x"], "extra": 1 }""", "$.extra", "$.url", "$.method", "$.headers[0]")]
    public async Task BadBody_NamesEveryFault(string target, string body, params string[] paths)
    {
        await using var at = await TestEnvironment.StartAsync();

        var told = await at.Gateway.CallAsync(target, body);

        told.IsProblem(400, "bad-request");
        Assert.Equal(paths, told.Each("errors", "path"));
    }

    [Fact]
    public async Task LargeBody_IsRefused()
    {
        await using var at = await TestEnvironment.StartAsync();
        var large = $$"""{ "tags": ["{{new string('x', 1024 * 1024)}}"] }""";

        var told = await at.Gateway.CallAsync("/cache/purge", large);
        using var chunked = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(large)));
        chunked.Headers.ContentType = new("application/json");
        chunked.Headers.ContentLength = null;

        told.IsProblem(413, "too-large");
        (await at.Gateway.ManageAsync(HttpMethod.Post, "/cache/purge", chunked, ("Transfer-Encoding", "chunked"))).IsProblem(413, "too-large");
    }

    [Fact]
    public async Task Description_NamesEveryCall()
    {
        await using var at = await TestEnvironment.StartAsync();

        var told = await at.Gateway.LookAsync("/openapi/v1.json");

        Assert.Equal(200, told.Status);
        var calls = told["paths"].EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(call => $"{call.Name.ToUpperInvariant()} {path.Name}"));
        string[] expected =
        [
            "GET /cache/stats", "GET /cache/stats/routes", "GET /cache/stats/history", "GET /cache/stats/hottest", "GET /cache/keys",
            "GET /cache/keys/{key}", "DELETE /cache/keys/{key}", "POST /cache/purge", "GET /policy", "POST /policy/check", "POST /policy/explain",
            "GET /events/log", "GET /replicas", "GET /metrics", "GET /health", "GET /health/live", "GET /health/ready",
        ];
        Assert.Empty(expected.Except(calls));
        var listed = told.Json.GetProperty("paths").GetProperty("/cache/keys").GetProperty("get");
        Assert.Equal(["pattern", "limit", "cursor"], listed.GetProperty("parameters").EnumerateArray().Select(each => each.GetProperty("name").GetString()));
        Assert.Equal(1, listed.GetProperty("security").GetArrayLength());
        Assert.True(told.Json.GetProperty("components").GetProperty("schemas").GetProperty("StatisticsAnswer").GetProperty("properties").TryGetProperty("total_keys", out _));
    }
}
