using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>Conditions of clients are answered from the stored copy (RFC 9110 §13).</summary>
public sealed class ConditionalTests
{
    private const string LastModified = "Tue, 15 Nov 1994 12:45:26 GMT";

    [Fact]
    public async Task MadeETag_Answers304_WithItsFieldsAndNoBody()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All(""" "client": { "cacheControl": "max-age=9" } """));
        at.Origin.Answer("/page", "hello");
        await at.Gateway.GetAsync("/page");
        var etag = (await Expect.HitAsync(at.Gateway, "/page", "hello")).Header("ETag")!;

        var notModified = await at.Gateway.GetAsync("/page", ("If-None-Match", etag));

        Assert.Equal((304, "", "HIT"), (notModified.Status, notModified.Text, notModified.CacheStatus));
        Assert.Equal((etag, "max-age=9"), (notModified.Header("ETag"), notModified.Header("Cache-Control")));
        Assert.NotNull(notModified.Header("Date"));
        Assert.Equal(1, at.Origin.Calls("/page"));
    }

    [Theory]
    [InlineData("\"v1\"", 304)]
    [InlineData("W/\"v1\"", 304)]
    [InlineData("\"v0\", \"v1\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"v2\"", 200)]
    [InlineData("v1", 200)]
    public async Task IfNoneMatch_IsComparedWeakly(string condition, int status)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "hello", ("ETag", "\"v1\""));
        await at.Gateway.GetAsync("/page");

        var response = await at.Gateway.GetAsync("/page", ("If-None-Match", condition));

        Assert.Equal((status, "HIT", "\"v1\""), (response.Status, response.CacheStatus, response.Header("ETag")));
    }

    [Theory]
    [InlineData(LastModified, 304)]
    [InlineData("Wed, 16 Nov 1994 12:45:26 GMT", 304)]
    [InlineData("Mon, 14 Nov 1994 12:45:26 GMT", 200)]
    [InlineData("nonsense", 200)]
    public async Task IfModifiedSince_IsComparedWithLastModified(string condition, int status)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "hello", ("Last-Modified", LastModified));
        await at.Gateway.GetAsync("/page");

        var response = await at.Gateway.GetAsync("/page", ("If-Modified-Since", condition));

        Assert.Equal((status, "HIT", LastModified), (response.Status, response.CacheStatus, response.Header("Last-Modified")));
    }

    [Fact]
    public async Task IfNoneMatch_BeatsIfModifiedSince()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "hello", ("ETag", "\"v1\""), ("Last-Modified", LastModified));
        await at.Gateway.GetAsync("/page");

        var response = await at.Gateway.GetAsync("/page", ("If-None-Match", "\"other\""), ("If-Modified-Since", LastModified));

        Assert.Equal((200, "hello"), (response.Status, response.Text));
    }

    [Fact]
    public async Task ConditionOnAMiss_StaysBehind_AndTheWholeAnswerIsStored()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", r => r.Header("If-None-Match") is null
            ? ScriptedAnswer.Ok("whole", ("ETag", "\"v1\""))
            : ScriptedAnswer.Of(304, "", ("ETag", "\"v1\"")));

        var first = await at.Gateway.GetAsync("/page", ("If-None-Match", "\"v1\""));

        Assert.Contains(first.Status, new[] { 200, 304 });
        await Expect.HitAsync(at.Gateway, "/page", "whole");
        Assert.Null(at.Origin.Received("/page")[0].Header("If-None-Match"));
    }

    [Fact]
    public async Task HeadWithACondition_Is304()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "hello", ("ETag", "\"v1\""));
        await at.Gateway.GetAsync("/page");

        Assert.Equal(304, (await at.Gateway.HeadAsync("/page", ("If-None-Match", "\"v1\""))).Status);
    }

    [Fact]
    public async Task ETagSwitchedOff_IsNotMade()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "client": { "etag": false }  """));
        at.Origin.Answer("/page", "hello");
        await at.Gateway.GetAsync("/page");

        Assert.Null((await Expect.HitAsync(at.Gateway, "/page", "hello")).Header("ETag"));
    }

    [Fact]
    public async Task DifferentBodies_HaveDifferentETags()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = r => ScriptedAnswer.Ok(r.Path == "/c" ? "/a" : r.Path);
        var tags = new List<string?>();
        foreach (var path in new[] { "/a", "/b", "/c" })
        {
            await at.Gateway.GetAsync(path);
            tags.Add((await at.Gateway.GetAsync(path)).Header("ETag"));
        }

        Assert.NotEqual(tags[0], tags[1]);
        Assert.All(tags, Assert.NotNull);
    }
}
