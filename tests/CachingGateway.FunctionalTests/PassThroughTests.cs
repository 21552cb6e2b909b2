using System.Net;
using System.Net.WebSockets;
using System.Text;
using CachingGateway.TestKit;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>What is no plain request and answer goes through untouched and unbuffered, on cached routes too.</summary>
public sealed class PassThroughTests
{
    [Fact]
    public async Task WebSocket_TalksBothWays()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Handle("/socket", EchoAsync);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{at.Gateway.DataAddress.Authority}/socket"), Deadline.Token());

        foreach (var text in new[] { "one", "two" })
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Deadline.Token());
            Assert.Equal(text, await ReceiveTextAsync(socket));
        }
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Deadline.Token());
    }

    [Fact]
    public async Task Upgrade_BecomesAPipeOfBytes()
    {
        await using var origin = RawOrigin.Start(async (connection, _) =>
        {
            await connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\nhello");
            await connection.SendAsync(await connection.ReadExactlyAsync(4));
        });
        await using var gateway = await TestGateway.StartAsync(origin.Address, TestPolicy.Everything);
        using var client = await RawClient.ConnectAsync(gateway.DataAddress);

        await client.SendAsync(gateway.RequestText("GET", "/chat", "Connection: Upgrade", "Upgrade: chat"));

        Assert.Equal(101, (await client.ReadResponseHeadAsync()).Status);
        Assert.Equal("hello"u8.ToArray(), await client.ReadExactlyAsync(5));
        await client.SendAsync("ping");
        Assert.Equal("ping"u8.ToArray(), await client.ReadExactlyAsync(4));
    }

    [Fact]
    public async Task ServerSentEvents_ArriveOneByOne_ToEachClientItsOwn()
    {
        await using var at = await TestEnvironment.StartAsync();
        var pieces = new[] { new PiecewiseBody(), new PiecewiseBody() };
        var call = -1;
        at.Origin.Answer("/events", _ => new ScriptedAnswer
        {
            Headers = [("Content-Type", "text/event-stream")], Pieces = pieces[Interlocked.Increment(ref call)],
        });

        for (var i = 0; i < 2; i++)
        {
            pieces[i].Send($"data: {i}\n\n");
            using var response = await at.Gateway.OpenAsync("/events");
            Assert.NotEqual("HIT", response.Headers.GetValues("X-Cache-Status").Single());
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            Assert.Equal($"data: {i}", await reader.ReadLineAsync().Within());
            await reader.ReadLineAsync().Within();
            pieces[i].Send("data: more\n\n");
            Assert.Equal("data: more", await reader.ReadLineAsync().Within());
        }
        Assert.Equal(2, at.Origin.Calls("/events"));
    }

    /// <summary>More than an HTTP/1.1 client connection gathers before it writes.</summary>
    private const int FirstBytes = 64 * 1024;

    [Fact]
    public async Task Upload_ReachesTheOriginWhileItIsSent()
    {
        await using var at = await TestEnvironment.StartAsync();
        var firstArrived = new Gate();
        at.Origin.Handle("/upload", async context =>
        {
            var first = new byte[FirstBytes];
            await context.Request.Body.ReadExactlyAsync(first, context.RequestAborted);
            firstArrived.Open();
            using var rest = new MemoryStream();
            await context.Request.Body.CopyToAsync(rest, context.RequestAborted);
            await context.Response.WriteAsync($"{first.Length}+{rest.Length}", context.RequestAborted);
        });
        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);

        await client.SendAsync("POST /upload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" +
            $"{FirstBytes:x}\r\n{new string('x', FirstBytes)}\r\n");
        await firstArrived.Opened();
        await client.SendAsync("4\r\nlast\r\n0\r\n\r\n");

        Assert.Equal($"{FirstBytes}+4", (await client.ReadResponseAsync("POST")).Text);
    }

    [Fact]
    public async Task UploadOverKestrelsDefaultLimit_PassesWhole()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Handle("/upload", async context =>
        {
            var (buffer, total) = (new byte[64 * 1024], 0L);
            for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
                total += read;
            await context.Response.WriteAsync($"{total}", context.RequestAborted);
        });

        var response = await at.Gateway.SendAsync(HttpMethod.Put, "/upload", new ByteArrayContent(new byte[40 << 20]));

        Assert.Equal($"{40 << 20}", response.Text);
    }

    [Fact]
    public async Task ExpectContinue_IsHonoured()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/upload", r => ScriptedAnswer.Ok(r.Text));
        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);

        await client.SendAsync("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        Assert.Equal(100, (await client.ReadResponseHeadAsync()).Status);
        await client.SendAsync("hello");

        Assert.Equal("hello", (await client.ReadResponseAsync("POST")).Text);
    }

    [Fact]
    public async Task GrpcCall_KeepsItsTrailersAndStreams()
    {
        await using var at = await TestEnvironment.StartAsync(origin => TestGateway.StartAsync(
            origin: null, TestPolicy.Everything, Http2Settings(origin.Http2Address), urls: false));
        at.Origin.Handle("/pkg.Service/Call", async context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.DeclareTrailer("grpc-status");
            await context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted);
            context.Response.AppendTrailer("grpc-status", "0");
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/pkg.Service/Call")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 1, 42]),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");
        request.Headers.TryAddWithoutValidation("TE", "trailers");

        using var response = await at.Gateway.Client.SendAsync(request);

        Assert.Equal(new byte[] { 0, 0, 0, 0, 1, 42 }, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("0", response.TrailingHeaders.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task AnswerWithTrailers_IsNotStored()
    {
        await using var at = await TestEnvironment.StartAsync(origin => TestGateway.StartAsync(
            origin: null, TestPolicy.Everything, Http2Settings(origin.Http2Address), urls: false));
        at.Origin.Answer("/page", ScriptedAnswer.Ok("x") with { Trailers = [("X-Checksum", "1")] });

        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/page")
            {
                Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            using var response = await at.Gateway.Client.SendAsync(request);
            Assert.Equal("x", await response.Content.ReadAsStringAsync());
            Assert.Equal("1", response.TrailingHeaders.GetValues("X-Checksum").Single());
        }
        Assert.Equal(2, at.Origin.Calls("/page"));
    }

    private static string Http2Settings(Uri origin) => $$"""
        { "Kestrel": { "Endpoints": { "Data": { "Url": "http://127.0.0.1:0", "Protocols": "Http2" } } },
          "ReverseProxy": {
            "Routes": { "all": { "ClusterId": "origin", "Match": { "Path": "/{**rest}" } } },
            "Clusters": { "origin": {
              "HttpRequest": { "Version": "2", "VersionPolicy": "RequestVersionExact" },
              "Destinations": { "d": { "Address": "{{origin}}" } } } } } }
        """;

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, context.RequestAborted);
            if (received.MessageType == WebSocketMessageType.Close)
                break;
            var echo = buffer.AsMemory(0, received.Count);
            await socket.SendAsync(echo, received.MessageType, received.EndOfMessage, context.RequestAborted);
        }
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    private static async Task<string> ReceiveTextAsync(ClientWebSocket socket)
    {
        var buffer = new byte[1024];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), Deadline.Token());
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}
