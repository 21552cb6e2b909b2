using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>What is served when it is not fresh any more (RFC 5861), and how the origin is asked about it, under the policy's freshness.</summary>
public sealed class StaleAnswersTests
{
    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task OriginFails_WhatIsStaleStandsIn(int status)
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "ttl": "1ms", "staleIfError": "1h"  """));
        at.Origin.Answer("/page", "good");
        await StaleAsync(at);
        at.Origin.Answer("/page", ScriptedAnswer.Of(status, "bad"));

        var response = await at.Gateway.GetAsync("/page");

        Assert.Equal((200, "STALE", "good"), (response.Status, response.CacheStatus, response.Text));
        Assert.Contains($"fwd=stale; fwd-status={status}", response.Header("Cache-Status"), StringComparison.Ordinal);
        Assert.Equal("origin-error", response.Detail);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(501)]
    public async Task AnswerThatIsNoFailure_IsPassedOn(int status)
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "ttl": "1ms", "staleIfError": "1h"  """));
        at.Origin.Answer("/page", "good");
        await StaleAsync(at);
        at.Origin.Answer("/page", ScriptedAnswer.Of(status, "else"));

        Assert.Equal((status, "else"), await StatusAndText(at));
    }

    [Fact]
    public async Task WithoutTheRoutesWord_TheErrorIsTheAnswer()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "ttl": "1ms"  """));
        at.Origin.Answer("/page", "good");
        await StaleAsync(at);
        at.Origin.Answer("/page", ScriptedAnswer.Of(503, "bad"));

        Assert.Equal((503, "bad"), await StatusAndText(at));
    }

    [Fact]
    public async Task OriginThatBreaksOff_WhatIsStaleStandsIn_ForGetHeadAndRange()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "ttl": "1ms", "staleIfError": "1h"  """));
        at.Origin.Answer("/page", "good");
        await StaleAsync(at);
        at.Origin.Handle("/page", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.Equal((200, "good"), await StatusAndText(at));
        var head = await at.Gateway.HeadAsync("/page");
        var part = await at.Gateway.GetAsync("/page", ("Range", "bytes=0-1"));

        Assert.Equal((200, "STALE"), (head.Status, head.CacheStatus));
        Assert.Equal((206, "go"), (part.Status, part.Text));
    }

    [Fact]
    public async Task NoCache_GetsTheError()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "ttl": "1h", "staleIfError": "1h"  """));
        at.Origin.Answer("/page", "good");
        await at.Gateway.GetAsync("/page");
        at.Origin.Answer("/page", ScriptedAnswer.Of(503, "bad"));

        var response = await at.Gateway.GetAsync("/page", ("Cache-Control", "no-cache"));

        Assert.Equal((503, "BYPASS", "bad"), (response.Status, response.CacheStatus, response.Text));
        await Expect.HitAsync(at.Gateway, "/page", "good");
    }

    /// <summary>RFC 9111 §4.3.1: operators need not pay for bodies that have not changed.</summary>
    [Theory]
    [InlineData("ETag", "\"v1\"", "If-None-Match")]
    [InlineData("ETag", "W/\"v1\"", "If-None-Match")]
    [InlineData("Last-Modified", "Sun, 01 Mar 2026 12:00:00 GMT", "If-Modified-Since")]
    public async Task StaleWithAValidator_IsAskedAbout(string field, string value, string condition)
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "ttl": "1ms"  """));
        at.Origin.Answer("/page", request => request.Header(condition) == value
            ? ScriptedAnswer.Of(304, "", ("X-Version", "2"))
            : ScriptedAnswer.Ok("body", (field, value), ("X-Version", "1")));
        await StaleAsync(at);

        var response = await at.Gateway.GetAsync("/page");

        Assert.Equal((200, "REVALIDATED", "body"), (response.Status, response.CacheStatus, response.Text));
        Assert.Equal("2", response.Header("X-Version"));
        Assert.Equal(2, at.Origin.Calls("/page"));
    }

    /// <summary>The client gets the stored body, and nobody after it.</summary>
    [Fact]
    public async Task WhatStillHoldsButMayNotBeStoredAnyMore_IsTheAnswerOnce()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "ttl": "1ms"  """));
        at.Origin.Answer("/page", request => request.Header("If-None-Match") is null
            ? ScriptedAnswer.Ok("body", ("ETag", "\"v1\""))
            : ScriptedAnswer.Of(304, "", ("Cache-Control", "no-store")));
        await StaleAsync(at);

        var response = await at.Gateway.GetAsync("/page");

        Assert.Equal((200, "body", "no-store"), (response.Status, response.Text, response.Detail));
    }

    [Fact]
    public async Task StaleWithoutAValidator_IsFetchedAnew()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "ttl": "1ms"  """));
        at.Origin.Answer("/page", "body");
        await StaleAsync(at);

        await Expect.MissAsync(at.Gateway, "/page", "body");

        // The tag that the gateway makes is nothing that the origin knows.
        Assert.All(at.Origin.Received("/page"), request => Assert.Null(request.Header("If-None-Match")));
    }

    /// <summary>Stored, and stale: a client that wants nothing but what is stored gets nothing.</summary>
    private static async Task StaleAsync(TestEnvironment at)
    {
        await at.Gateway.GetAsync("/page");
        await Deadline.Eventually(() => at.Gateway.GetAsync("/page", ("Cache-Control", "only-if-cached")), answer => answer.Status == 504);
    }

    private static async Task<(int Status, string Text)> StatusAndText(TestEnvironment at)
    {
        var response = await at.Gateway.GetAsync("/page");
        return (response.Status, response.Text);
    }
}
