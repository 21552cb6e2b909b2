using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>A request whose length two servers could read differently lets no second one out of it (RFC 9112 §11.2).</summary>
public sealed class FramingTests
{
    private const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n")]
    [InlineData("Content-Length: 0\r\nContent-Length: 35\r\n\r\n")]
    [InlineData("Content-Length: 0, 35\r\n\r\n")]
    [InlineData("Content-Length: +5\r\n\r\nhello")]
    [InlineData("Content-Length: 0x5\r\n\r\nhello")]
    [InlineData("Content-Length: -1\r\n\r\n")]
    [InlineData("Content-Length : 5\r\n\r\nhello")]
    [InlineData("X-Fold: a\r\n Content-Length: 5\r\n\r\n")]
    [InlineData("X-Fold: a\r\n\tTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n")]
    public async Task AmbiguousLength_IsRefused_OrTheConnectionEndsAfterIt(string framing)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);

        await client.SendAsync($"POST /page HTTP/1.1\r\nHost: x\r\n{framing}{Smuggled}");

        await Expect.RefusedOrClosedAfterOneAsync(client);
        Assert.Equal(0, at.Origin.Calls("/smuggled"));
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Content-Length: 0, 35\r\n\r\n")]
    [InlineData("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    public async Task AmbiguousLengthOnAHotKey_IsNoHit(string framing)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        await at.Gateway.GetRawAsync("/page", "Host: x");
        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);

        await client.SendAsync($"GET /page HTTP/1.1\r\nHost: x\r\n{framing}{Smuggled}");

        await Expect.RefusedOrClosedAfterOneAsync(client);
        Assert.Equal(0, at.Origin.Calls("/smuggled"));
    }

    [Theory]
    [InlineData("Z\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\nhello\n0\n\n")]
    [InlineData("5\r\nhelloXX0\r\n\r\n")]
    public async Task BrokenChunk_EndsTheConnection(string chunks)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);

        await client.SendAsync($"POST /page HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}{Smuggled}");

        await client.ReadToEndAsync();
        Assert.Equal(0, at.Origin.Calls("/smuggled"));
    }

    [Fact]
    public async Task PipelinedHits_AreAnsweredInOrder()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = request => ScriptedAnswer.Ok(request.Target);
        string[] targets = ["/a", "/b", "/c"];
        foreach (var target in targets)
            await at.Gateway.GetAsync(target);
        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);

        await client.SendAsync(string.Concat(targets.Select(t => at.Gateway.RequestText("GET", t))));

        foreach (var target in targets)
        {
            var response = await client.ReadResponseAsync();
            Assert.Equal(("HIT", target), (response.CacheStatus, response.Text));
        }
    }

    [Fact]
    public async Task BodyOfABypass_DoesNotBecomeTheNextRequest()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", r => ScriptedAnswer.Ok(r.Text));
        at.Origin.Answer("/next", "next");
        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);

        await client.SendAsync($"GET /page HTTP/1.1\r\nHost: x\r\nContent-Length: {Smuggled.Length}\r\n\r\n{Smuggled}");
        await client.SendAsync(at.Gateway.RequestText("GET", "/next"));

        Assert.Contains((await client.ReadResponseAsync()).Text, new[] { Smuggled, "" });
        Assert.Equal("next", (await client.ReadResponseAsync()).Text);
        Assert.Equal(0, at.Origin.Calls("/smuggled"));
    }
}
