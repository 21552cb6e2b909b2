using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>Fields that <c>Connection</c> names end at this hop, both ways (RFC 9110 §7.6.1).</summary>
public sealed class HopTests
{
    private static readonly (string, string)[] Named =
    [
        ("Connection", "X-Api-Key, X-Forwarded-For, Cookie, Authorization"),
        ("X-Api-Key", "evil"), ("X-Forwarded-For", "6.6.6.6"), ("Cookie", "evil=1"), ("Authorization", "evil"),
    ];

    [Theory]
    [InlineData("cache")]
    [InlineData("off")]
    public async Task FieldsThatTheClientsConnectionNames_NeverReachTheOrigin(string mode)
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All($$"""
            "mode": "{{mode}}", "forward": { "headers": ["X-Api-Key"] }
            """));
        at.Origin.Answer("/page", "x");

        await at.Gateway.GetAsync("/page", Named);

        var received = Assert.Single(at.Origin.Received("/page"));
        Assert.DoesNotContain("evil", received.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("6.6.6.6", received.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Kestrel forgets what stands beside a word that it knows.</summary>
    [Theory]
    [InlineData("keep-alive, X-Api-Key")]
    [InlineData("X-Api-Key , Keep-Alive")]
    [InlineData("close,x-api-key")]
    [InlineData("keep-alive", "X-Api-Key")]
    [InlineData("X-Api-Key", "close")]
    public async Task WhateverElseConnectionSays_WhatItNamesIsGone(params string[] lines)
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "forward": { "headers": ["X-Api-Key"] }  """));
        at.Origin.Answer("/page", "x");

        var response = await at.Gateway.GetRawAsync("/page", [.. lines.Select(line => $"Connection: {line}"), "X-Api-Key: evil"]);

        Assert.Equal(200, response.Status);
        Assert.DoesNotContain("evil", Assert.Single(at.Origin.Received("/page")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FieldThatConnectionNames_IsGoneBeforeKeying()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "key": { "headers": ["X-Api-Key"] }  """));
        at.Origin.Answer("/page", r => ScriptedAnswer.Ok($"key:{r.Header("X-Api-Key")}"));

        await Expect.MissAsync(at.Gateway, "/page", "key:", ("Connection", "X-Api-Key"), ("X-Api-Key", "a"));
        await Expect.HitAsync(at.Gateway, "/page", "key:");
        await Expect.HitAsync(at.Gateway, "/page", "key:", ("Connection", "x-api-key"), ("X-Api-Key", "b"));
        await Expect.MissAsync(at.Gateway, "/page", "key:a", ("X-Api-Key", "a"));
    }

    [Theory]
    [InlineData("cache")]
    [InlineData("off")]
    public async Task FieldsThatTheOriginsConnectionNames_NeverReachTheClient(string mode)
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All($$"""  "mode": "{{mode}}"  """));
        at.Origin.Answer("/page", "x", ("Connection", "X-Internal"), ("X-Internal", "secret"), ("Keep-Alive", "timeout=5"),
            ("X-Public", "yes"));

        for (var i = 0; i < 2; i++)
        {
            var response = await at.Gateway.GetRawAsync("/page");
            Assert.Null(response.Header("X-Internal"));
            Assert.Null(response.Header("Keep-Alive"));
            Assert.DoesNotContain("X-Internal", response.Header("Connection") ?? "", StringComparison.OrdinalIgnoreCase);
            Assert.Equal("yes", response.Header("X-Public"));
        }
    }

    [Theory]
    [InlineData("Keep-Alive", "timeout=99")]
    [InlineData("Proxy-Connection", "keep-alive")]
    [InlineData("Proxy-Authorization", "Basic YTpi")]
    [InlineData("TE", "gzip")]
    public async Task HopByHopField_EndsHere(string name, string value)
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "mode": "off"  """));
        at.Origin.Answer("/page", "x");

        await at.Gateway.GetAsync("/page", (name, value));

        Assert.Null(Assert.Single(at.Origin.Received("/page")).Header(name));
    }
}
