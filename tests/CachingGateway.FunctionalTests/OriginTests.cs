using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>An origin that breaks off, hangs or is away: nothing partial is stored or ended cleanly.</summary>
public sealed class OriginTests
{
    private const string ShortBody = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf";
    private const string OpenChunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n20\r\nhal";
    private const string NoLastChunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n";
    private const string Whole = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole";

    [Theory]
    [InlineData(ShortBody, false)]
    [InlineData(ShortBody, true)]
    [InlineData(OpenChunk, false)]
    [InlineData(OpenChunk, true)]
    [InlineData(NoLastChunk, false)]
    [InlineData(NoLastChunk, true)]
    public async Task BodyBrokenOff_AbortsTheClient_AndNothingIsStored(string answer, bool reset)
    {
        var broken = true;
        await using var origin = RawOrigin.Start((c, _) => broken ? BreakOffAsync(c, answer, reset) : c.SendAsync(Whole));
        await using var gateway = await TestGateway.StartAsync(origin.Address, TestPolicy.Everything);

        await AssertAbortedAsync(gateway);
        broken = false;

        await Expect.NothingStoredAsync(gateway, "/page", "whole");
        await Expect.HitAsync(gateway, "/page", "whole");
    }

    [Theory]
    [InlineData(ShortBody)]
    [InlineData(OpenChunk)]
    public async Task BodyBrokenOff_AbortsThoseWhoWaitToo(string answer)
    {
        var (gate, broken) = (new Gate(), true);
        await using var origin = RawOrigin.Start(async (connection, _) =>
        {
            if (!broken)
            {
                await connection.SendAsync(Whole);
                return;
            }
            await connection.SendAsync(answer);
            await gate.Opened();
            connection.Reset();
        });
        await using var gateway = await TestGateway.StartAsync(origin.Address, TestPolicy.Everything);
        var clients = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => gateway.OpenAsync("/page")));

        gate.Open();

        foreach (var client in clients)
        {
            using (client)
                await Assert.ThrowsAnyAsync<Exception>(() => client.Content.ReadAsStringAsync().Within());
        }
        broken = false;
        await Expect.NothingStoredAsync(gateway, "/page", "whole");
    }

    [Fact]
    public async Task NoAnswer_Is504AtTheRoutesTimeout_ForThoseWhoWaitToo()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "timeout": "500ms"  """));
        var never = new Gate();
        at.Origin.Answer("/page", new ScriptedAnswer { Before = never });

        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => at.Gateway.GetAsync("/page")));

        Assert.All(responses, r => Assert.Equal((504, "origin-timeout"), (r.Status, r.Detail)));
        at.Origin.Answer("/page", "back");
        await Expect.NothingStoredAsync(at.Gateway, "/page", "back");
    }

    [Fact]
    public async Task BodyThatStops_IsBrokenOffAtTheRoutesTimeout()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "timeout": "500ms"  """));
        var pieces = new PiecewiseBody();
        pieces.Send("first");
        at.Origin.Answer("/page", new ScriptedAnswer { Pieces = pieces });

        await AssertAbortedAsync(at.Gateway);

        at.Origin.Answer("/page", "back");
        await Expect.NothingStoredAsync(at.Gateway, "/page", "back");
    }

    [Fact]
    public async Task OriginAway_Is502_AndNothingIsRemembered()
    {
        var origin = await ScriptedOrigin.StartAsync();
        await using var gateway = await TestGateway.StartAsync(origin.Address, TestPolicy.Everything);
        origin.Answer("/kept", "kept");
        await Expect.MissAsync(gateway, "/kept", "kept");
        await origin.DisposeAsync();

        var response = await gateway.GetAsync("/page");

        Assert.Equal((502, "origin-error"), (response.Status, response.Detail));
        await Expect.HitAsync(gateway, "/kept", "kept");
    }

    [Fact]
    public async Task ConnectionClosedWithoutAnAnswer_Is502()
    {
        await using var origin = RawOrigin.Start((connection, _) =>
        {
            connection.Reset();
            return Task.CompletedTask;
        });
        await using var gateway = await TestGateway.StartAsync(origin.Address, TestPolicy.Everything);

        Assert.Equal(502, (await gateway.GetAsync("/page")).Status);
    }

    [Fact]
    public async Task Garbage_Is502()
    {
        await using var origin = RawOrigin.Answering("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        await using var gateway = await TestGateway.StartAsync(origin.Address, TestPolicy.Everything);

        Assert.Equal(502, (await gateway.GetAsync("/page")).Status);
    }

    private static async Task BreakOffAsync(RawConnection connection, string answer, bool reset)
    {
        await connection.SendAsync(answer);
        if (reset)
            connection.Reset();
        else
            connection.FinishSending();
    }

    private static async Task AssertAbortedAsync(TestGateway gateway)
    {
        // A reset may overtake the head, and is then known before anything was sent: a 502.
        try
        {
            using var response = await gateway.OpenAsync("/page");
            if ((int)response.StatusCode != 502)
                await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync().Within());
        }
        catch (HttpRequestException)
        {
            // Broken off before the client saw the head.
        }
    }
}
