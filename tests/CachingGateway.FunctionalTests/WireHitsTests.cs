using System.Text;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>A head that came before is answered without being read again: it must mean what it meant, and nothing else.</summary>
public sealed class WireHitsTests
{
    /// <summary>So often that the last ones are not read: once to be stored, once to be seen, once to be learnt.</summary>
    private const int TimesToBeKnown = 4;

    [Theory]
    [InlineData("\"ttl\": \"5m\"")]
    [InlineData("\"ttl\": \"5m\", \"client\": { \"cacheControl\": \"max-age=60\" }")]
    public async Task KnownHead_IsAnsweredAsTheServerDoes(string members)
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All(members));
        at.Origin.Answer("/page", ScriptedAnswer.Ok(
            "hello", ("Content-Type", "text/plain"), ("X-Two", "a"), ("X-Two", "b"), ("X-Latin", "na\u00efve"), ("ETag", "\"1\""), ("Cache-Status", "nearer; hit")));
        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);
        var known = await KnownAsync(client, at.Gateway.RequestText("GET", "/page"));

        await client.SendAsync(at.Gateway.RequestText("GET", "/page", "X-Never: before"));
        var read = await client.ReadResponseAsync();

        Assert.Equal(read.StatusLine, known.StatusLine);
        Assert.Equal(Lines(read), Lines(known));
        Assert.Equal("hello", known.Text);

        // The seconds may have gone on between the two.
        static IEnumerable<string> Lines(RawResponse response) => response.Headers
            .Where(field => field.Key is not ("Age" or "Date" or "X-Cache-Age" or "X-Cache-TTL"))
            .Select(field => $"{field.Key}: {field.Value.Split("ttl=")[0]}").Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(404, "not there")]
    [InlineData(200, "")]
    public async Task KnownHead_OfAnyStoredAnswer(int status, string body)
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("\"ttl\": \"5m\", \"statuses\": { \"404\": \"1m\" }"));
        at.Origin.Answer("/page", ScriptedAnswer.Of(status, body));
        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);

        var known = await KnownAsync(client, at.Gateway.RequestText("GET", "/page"));

        Assert.Equal((status, body, "HIT"), (known.Status, known.Text, known.CacheStatus));
        Assert.Equal(1, at.Origin.Calls("/page"));
    }

    [Fact]
    public async Task KnownHeads_AmongOthersOnOneConnection_AreAnsweredInOrder()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = request => ScriptedAnswer.Ok(request.Target + request.Text);
        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);
        var known = at.Gateway.RequestText("GET", "/known");
        await KnownAsync(client, known);
        var post = "POST /post HTTP/1.1\r\nHost: x\r\nContent-Length: " + known.Length + "\r\n\r\n" + known;

        await client.SendAsync(known + known + at.Gateway.RequestText("GET", "/new") + known + post + known + known);

        string[] expected = ["/known", "/known", "/new", "/known", "/post" + known, "/known", "/known"];
        foreach (var text in expected)
            Assert.Equal(text, (await client.ReadResponseAsync()).Text);
        Assert.Equal(1, at.Origin.Calls("/known"));
    }

    [Fact]
    public async Task KnownHead_InPieces_IsAnsweredOnce()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "hello");
        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);
        var known = at.Gateway.RequestText("GET", "/page");
        await KnownAsync(client, known);

        foreach (var octet in known)
            await client.SendAsync(octet.ToString());
        await client.SendAsync(at.Gateway.RequestText("GET", "/page", "Connection: close"));

        Assert.Equal("hello", (await client.ReadResponseAsync()).Text);
        Assert.Equal("hello", (await client.ReadResponseAsync()).Text);
        Assert.Equal(ConnectionEnd.Closed, await client.ReadToEndAsync());
    }

    [Fact]
    public async Task HeadThatEndsEarlierForTheServer_IsNotTakenForOne()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = request => ScriptedAnswer.Ok(request.Target);
        // By RFC 9112 §2.2 a line feed alone may end a line: two requests, or a fault; never one that hides the other.
        const string two = "GET /first HTTP/1.1\nHost: x\n\nGET /second HTTP/1.1\r\nHost: x\r\n\r\n";
        for (var i = 0; i < TimesToBeKnown; i++)
        {
            using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);
            await client.SendAsync(two);
            var answer = await client.ReadResponseAsync();
            if (answer.Status == 400)
                continue;
            Assert.Equal("/first", answer.Text);
            Assert.Equal("/second", (await client.ReadResponseAsync()).Text);
        }
    }

    [Fact]
    public async Task FramesOfAnUpgradedConnection_AreNoRequests()
    {
        const string stored = "HTTP/1.1 200 OK\r\nCache-Control: max-age=300\r\nContent-Length: 5\r\n\r\nhello";
        await using var origin = RawOrigin.Start(async (connection, head) =>
        {
            if (head[0].Contains("/page", StringComparison.Ordinal))
            {
                await connection.SendAsync(stored);
                return;
            }

            await connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
            foreach (var line in await connection.ReadHeadAsync() ?? [])
                await connection.SendAsync(line + "\n");
        });
        await using var gateway = await TestGateway.StartAsync(origin.Address, TestPolicy.Everything);
        using var client = await RawClient.ConnectAsync(gateway.DataAddress);
        var known = gateway.RequestText("GET", "/page");
        await KnownAsync(client, known);

        await client.SendAsync(gateway.RequestText("GET", "/socket", "Connection: Upgrade", "Upgrade: echo"));
        Assert.Equal(101, (await client.ReadResponseHeadAsync()).Status);
        await client.SendAsync(known);

        var first = "GET /page HTTP/1.1\n";
        Assert.Equal(first, Encoding.Latin1.GetString(await client.ReadExactlyAsync(first.Length)));
    }

    [Fact]
    public async Task KnownHead_AfterAPurge_IsAnsweredAnew()
    {
        await using var at = await TestEnvironment.StartAsync();
        var version = 0;
        at.Origin.Answer("/page", _ => ScriptedAnswer.Ok($"v{++version}"));
        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);
        var known = at.Gateway.RequestText("GET", "/page");
        await KnownAsync(client, known);

        // A write that passes through is an invalidation, and acknowledged with its answer.
        at.Origin.Answer("/page", _ => ScriptedAnswer.Of(204, ""));
        await at.Gateway.SendAsync(HttpMethod.Delete, "/page", content: null);
        at.Origin.Answer("/page", _ => ScriptedAnswer.Ok($"v{++version}"));
        var before = version;
        await client.SendAsync(known);

        Assert.Equal($"v{before + 1}", (await client.ReadResponseAsync()).Text);
    }

    [Fact]
    public async Task KnownHead_UnderANewPolicy_IsAnsweredByThatOne()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "hello");
        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);
        var known = at.Gateway.RequestText("GET", "/page");
        await KnownAsync(client, known);

        await at.Gateway.ReplacePolicyAsync(TestPolicy.All("\"mode\": \"off\""));

        await Deadline.Eventually(
            async () =>
            {
                await client.SendAsync(known);
                return (await client.ReadResponseAsync()).CacheStatus;
            },
            static status => status == "BYPASS");
    }

    [Fact]
    public async Task KnownHeads_ThatDifferInWhatTheAnswerVariesBy_GetTheirOwn()
    {
        await using var at = await TestEnvironment.StartWithoutPolicyAsync();
        at.Origin.Answer("/page", request => ScriptedAnswer.Ok(
            $"for {request.Header("X-Kind")}", ("Cache-Control", "max-age=300"), ("Vary", "X-Kind")));
        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);
        string[] kinds = ["one", "two"];
        for (var i = 0; i < TimesToBeKnown; i++)
        {
            foreach (var kind in kinds)
            {
                await client.SendAsync(at.Gateway.RequestText("GET", "/page", $"X-Kind: {kind}"));
                Assert.Equal($"for {kind}", (await client.ReadResponseAsync()).Text);
            }
        }

        Assert.Equal(2, at.Origin.Calls("/page"));
    }

    [Fact]
    public async Task CredentialsBesideAKnownHead_AreSeen()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", request => ScriptedAnswer.Ok(request.Header("Authorization") ?? "nobody"));
        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);
        await KnownAsync(client, at.Gateway.RequestText("GET", "/page"));

        foreach (var name in new[] { "alice", "alice", "alice", "bob" })
        {
            await client.SendAsync(at.Gateway.RequestText("GET", "/page", $"Authorization: {name}"));
            Assert.Equal(name, (await client.ReadResponseAsync()).Text);
        }
    }

    [Fact]
    public async Task LargeBody_IsWhole()
    {
        await using var at = await TestEnvironment.StartAsync();
        var body = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i:x6}"));
        at.Origin.Answer("/large", body);
        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress);

        var known = await KnownAsync(client, at.Gateway.RequestText("GET", "/large"));

        Assert.Equal(body, known.Text);
    }

    [Fact]
    public async Task ClientThatDoesNotRead_DoesNotHoldUpOthers_AndLosesNothingWhenItDoes()
    {
        await using var at = await TestEnvironment.StartAsync();
        var body = new string('x', 100_000);
        at.Origin.Answer("/large", body);
        at.Origin.Answer("/small", "small");
        using var slow = await RawClient.ConnectAsync(at.Gateway.DataAddress, receiveBufferBytes: 4096);
        using var other = await RawClient.ConnectAsync(at.Gateway.DataAddress);
        var large = at.Gateway.RequestText("GET", "/large");
        var small = at.Gateway.RequestText("GET", "/small");
        await KnownAsync(slow, large);
        await KnownAsync(other, small);
        const int many = 100;

        var sending = slow.SendAsync(string.Concat(Enumerable.Repeat(large, many)));
        for (var i = 0; i < many; i++)
        {
            await other.SendAsync(small);
            Assert.Equal("small", (await other.ReadResponseAsync()).Text);
        }

        for (var i = 0; i < many; i++)
            Assert.Equal(body.Length, (await slow.ReadResponseAsync()).Body.Length);
        await sending;
        Assert.Equal(1, at.Origin.Calls("/large"));
    }

    private static async Task<RawResponse> KnownAsync(RawClient client, string request)
    {
        RawResponse? answer = null;
        for (var i = 0; i < TimesToBeKnown; i++)
        {
            await client.SendAsync(request);
            answer = await client.ReadResponseAsync();
        }

        return answer!;
    }
}
