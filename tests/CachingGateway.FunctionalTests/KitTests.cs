using System.Net.Sockets;
using System.Reflection;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>What the other tests stand on.</summary>
public sealed class KitTests
{
    [Fact]
    public void TestHost_CompletesSocketCallsInline_AsTheProductDoes()
    {
        var engine = typeof(Socket).Assembly.GetType("System.Net.Sockets.SocketAsyncEngine", throwOnError: true)!;
        var field = engine.GetFields(BindingFlags.NonPublic | BindingFlags.Static)
            .Single(f => f.Name.Contains("InlineSocketCompletions", StringComparison.Ordinal));

        Assert.Equal(true, field.GetValue(null));
    }

    [Fact]
    public async Task ScriptedOrigin_AnswersItsScript_AndKeepsTheRequest()
    {
        await using var origin = await ScriptedOrigin.StartAsync();
        origin.Answer("/a", "hello", ("X-Twice", "1"), ("X-Twice", "\u00e9"));

        var response = await RawClient.ExchangeAsync(
            origin.Address, "GET /a?b=%7E HTTP/1.1\r\nHost: x\r\nX-Sent: \u00e9\r\n\r\n");

        Assert.Equal("hello", response.Text);
        Assert.Equal(["1", "\u00e9"], response.All("X-Twice"));
        var received = Assert.Single(origin.Received("/a"));
        Assert.Equal("/a?b=%7E", received.Target);
        Assert.Equal("\u00e9", received.Header("X-Sent"));
        Assert.Equal(1, origin.Calls("/a"));
    }

    [Fact]
    public async Task PiecewiseBody_ArrivesPieceByPiece_AndBreaksOff()
    {
        await using var origin = await ScriptedOrigin.StartAsync();
        var pieces = new PiecewiseBody();
        origin.Answer("/p", new ScriptedAnswer { Pieces = pieces });
        using var client = await RawClient.ConnectAsync(origin.Address);
        await client.SendAsync("GET /p HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.Equal(200, (await client.ReadResponseHeadAsync()).Status);
        pieces.Send("one");
        Assert.Equal("one"u8.ToArray(), await client.ReadChunkAsync());
        pieces.Break();
        Assert.Equal(ConnectionEnd.Reset, await client.ReadToEndAsync());
    }

    [Fact]
    public async Task RawOrigin_SendsExactBytes_ThenCloses()
    {
        await using var origin = RawOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort");
        using var client = await RawClient.ConnectAsync(origin.Address);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

        await Assert.ThrowsAsync<EndOfStreamException>(() => client.ReadResponseAsync());
        Assert.Equal(1, origin.Calls);
    }
}
