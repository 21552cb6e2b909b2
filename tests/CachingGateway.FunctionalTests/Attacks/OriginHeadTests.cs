using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Attacks;

/// <summary>Heads that an origin, or whoever can write into its fields, may use against the gateway.</summary>
public sealed class OriginHeadTests
{
    [Theory]
    [InlineData("X-Any: a\u0007b")]
    [InlineData("X-Any: a\u007fb")]
    [InlineData("X-Any: a\u001bb")]
    [InlineData("Content-Type: text/\u0001plain")]
    public async Task ControlCharacter_IsA502_AndNothingIsStored(string line)
    {
        var bad = true;
        await using var origin = RawOrigin.Start(async (connection, _) => await connection.SendAsync(
            $"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n{(bad ? line + "\r\n" : "")}\r\nclean"));
        await using var gateway = await TestGateway.StartAsync(origin.Address, TestPolicy.Everything);

        var cached = await gateway.GetAsync("/page");
        var passed = await gateway.GetAsync("/other", ("Authorization", "Bearer a"));
        bad = false;

        Assert.Equal((502, "MISS"), (cached.Status, cached.CacheStatus));
        Assert.Equal((502, "BYPASS"), (passed.Status, passed.CacheStatus));
        await Expect.NothingStoredAsync(gateway, "/page", "clean");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 O\u0007K")]
    [InlineData("HTTP/1.1 200 O\u007fK")]
    public async Task ControlCharacterInTheReason_IsNoFaultOfTheGateways(string statusLine)
    {
        await using var origin = RawOrigin.Start((c, _) => c.SendAsync($"{statusLine}\r\nContent-Length: 5\r\n\r\nclean"));
        await using var gateway = await TestGateway.StartAsync(origin.Address, TestPolicy.Everything);

        for (var i = 0; i < 2; i++)
            Assert.Contains((await gateway.GetRawAsync("/page")).Status, new[] { 200, 502 });
    }

    [Fact]
    public async Task FoldedField_IsOneField()
    {
        await using var origin = RawOrigin.Start((c, _) => c.SendAsync(
            "HTTP/1.1 200 OK\r\nX-Any: a\r\n Set-Cookie: evil=1\r\nContent-Length: 5\r\n\r\nclean"));
        await using var gateway = await TestGateway.StartAsync(origin.Address, TestPolicy.Everything);

        var response = await gateway.GetRawAsync("/page");

        Assert.Contains(response.Status, new[] { 200, 502 });
        Assert.Null(response.Header("Set-Cookie"));
        Assert.DoesNotContain(response.Headers, h => h.Value.Contains('\n', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nContent-Length: 9")]
    [InlineData("Content-Length: 9\r\nContent-Length: 5")]
    [InlineData("Content-Length: 5, 9")]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked")]
    public async Task LengthThatCanBeReadInTwoWays_IsNotStoredWrong_AndTheNextAnswerIsItsOwn(string framing)
    {
        await using var origin = RawOrigin.Start((c, head) => c.SendAsync(head[0].Contains("/page", StringComparison.Ordinal)
            ? $"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n5\r\nab\r\n0\r\n\r\n"
            : "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext"));
        await using var gateway = await TestGateway.StartAsync(origin.Address, TestPolicy.All("""  "timeout": "1s"  """));

        try
        {
            await gateway.GetRawAsync("/page");
        }
        catch (Exception e) when (e is EndOfStreamException or System.Net.Sockets.SocketException)
        {
            // Broken off, which is as good.
        }

        Assert.Equal("next", (await gateway.GetAsync("/next")).Text);
    }

    [Fact]
    public async Task StoredAnswerWithoutABody_IsReplayed()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "statuses": { "204": "60s" }  """));
        at.Origin.Answer("/none", new ScriptedAnswer { Status = 204 });

        var first = await at.Gateway.GetAsync("/none");
        var second = await at.Gateway.GetAsync("/none");
        var head = await at.Gateway.HeadAsync("/none");

        Assert.Equal((204, 204, 204), (first.Status, second.Status, head.Status));
        Assert.Null(second.Header("Content-Length"));
    }
}
