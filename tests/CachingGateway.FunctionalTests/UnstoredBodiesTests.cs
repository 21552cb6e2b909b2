using System.Text;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>
/// Bodies that are not stored: they pass through where the route is off (<c>/off</c>), and go to the one client of a fill where the
/// origin says so (<c>/no-store</c>), the first time and from then on.
/// </summary>
public sealed class UnstoredBodiesTests
{
    private static readonly string Policy = TestPolicy.Route(
        """{ "name": "off", "match": { "path": ["/off/{**x}"] }, "mode": "off" }""",
        """{ "name": "all", "match": { "path": ["/{**path}"] }, "timeout": "10s" }""");

    public static TheoryData<string, int> Sizes()
    {
        var sizes = new TheoryData<string, int>();
        foreach (var bytes in new[] { 0, 1, 3000, 4096, 4097, 32 * 1024, 70_000, 100 * 1024, 5 << 20 })
        {
            sizes.Add("/off/", bytes);
            sizes.Add("/no-store/", bytes);
        }

        return sizes;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Body_ArrivesWhole(string way, int bytes)
    {
        await using var at = await TestEnvironment.StartAsync(Policy);
        var body = new byte[bytes];
        new Random(bytes).NextBytes(body);
        at.Origin.Fallback = _ => new ScriptedAnswer { Body = body, Headers = [("Cache-Control", "no-store")] };

        for (var i = 0; i < 3; i++)
            Assert.Equal(body, (await at.Gateway.GetAsync(way + "x")).Body);
    }

    [Theory]
    [InlineData("/off/x", "first")]
    [InlineData("/no-store/x", "first")]
    [InlineData("/off/x", "")]
    [InlineData("/no-store/x", "")]
    public async Task WhatHasCome_IsSentBeforeTheRestComes(string path, string withTheHead)
    {
        var rest = new Gate();
        await using var origin = RawOrigin.Start(async (connection, _) =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 14\r\n\r\n" + withTheHead);
            await connection.SendAsync("first,second"[withTheHead.Length..]);
            await rest.Opened();
            await connection.SendAsync("..");
        });
        await using var gateway = await TestGateway.StartAsync(origin.Address, Policy);

        for (var i = 0; i < 2; i++)
        {
            using var client = await RawClient.ConnectAsync(gateway.DataAddress);
            await client.SendAsync(gateway.RequestText("GET", path));
            await client.ReadResponseHeadAsync();
            Assert.Equal("first,second", Encoding.ASCII.GetString(await client.ReadExactlyAsync(12)));
            rest.Open();
            Assert.Equal("..", Encoding.ASCII.GetString(await client.ReadExactlyAsync(2)));
        }
    }

    [Theory]
    [InlineData("/off/x", 4)]
    [InlineData("/no-store/x", 4)]
    [InlineData("/off/x", 80_000)]
    [InlineData("/no-store/x", 80_000)]
    public async Task BodyBrokenOff_BreaksTheClientsConnectionOff(string path, int sent)
    {
        await using var origin = RawOrigin.Start(async (connection, _) =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 90000\r\n\r\n" + new string('x', sent));
            connection.FinishSending();
        });
        await using var gateway = await TestGateway.StartAsync(origin.Address, Policy);

        for (var i = 0; i < 2; i++)
        {
            using var client = await RawClient.ConnectAsync(gateway.DataAddress);
            await client.SendAsync(gateway.RequestText("GET", path));
            await Expect.BrokenOffAsync(client);
        }
    }

    [Fact]
    public async Task NothingButAHead_Is502WhereTheRouteIsOff()
    {
        await using var origin = RawOrigin.Answering("HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 9\r\n\r\n");
        await using var gateway = await TestGateway.StartAsync(origin.Address, Policy);

        var response = await gateway.GetAsync("/off/x");

        Assert.Equal((502, null), (response.Status, response.Header("X-A")));
    }

    [Theory]
    [InlineData("/off/x")]
    [InlineData("/no-store/x")]
    public async Task ClientLeaves_TheOriginIsLetGo(string path)
    {
        var (gone, isFirst) = (new Gate(), true);
        await using var origin = RawOrigin.Start(async (connection, _) =>
        {
            if (isFirst)
            {
                isFirst = false;
                await connection.SendAsync("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 1\r\n\r\nx");
                return;
            }

            await connection.SendAsync("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 90000\r\n\r\nfirst");
            await connection.ReadToEndAsync();
            gone.Open();
        });
        await using var gateway = await TestGateway.StartAsync(origin.Address, Policy);
        Assert.Equal("x", (await gateway.GetAsync(path)).Text);

        using (var client = await RawClient.ConnectAsync(gateway.DataAddress))
        {
            await client.SendAsync(gateway.RequestText("GET", path));
            await client.ReadResponseHeadAsync();
            client.Reset();
        }

        await gone.Opened();
    }

    [Fact]
    public async Task BodyThatStops_IsBrokenOffAtTheRoutesTimeout_AndTheNextIsServed()
    {
        await using var origin = RawOrigin.Start((connection, head) => connection.SendAsync(
            "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 9\r\n\r\n" + (head[0].Contains("stops", StringComparison.Ordinal) ? "first" : "the whole")));
        await using var gateway = await TestGateway.StartAsync(origin.Address, TestPolicy.All("""  "timeout": "300ms"  """));
        using var client = await RawClient.ConnectAsync(gateway.DataAddress);
        await client.SendAsync(gateway.RequestText("GET", "/stops"));

        await Expect.BrokenOffAsync(client);
        Assert.Equal("the whole", (await gateway.GetAsync("/page")).Text);
    }
}
