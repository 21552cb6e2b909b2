using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Attacks;

/// <summary>Odd clients: none gets a fault of the gateway's own, and none spoils what others get.</summary>
public sealed class ClientTests
{
    [Theory]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n")]
    [InlineData("GET http://x/page HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /page HTTP/1.0\r\nHost: x\r\n\r\n")]
    [InlineData("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("TRACE /page HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("get /page HTTP/1.1\r\nHost: x\r\n\r\n")]
    public async Task OddRequest_IsNoFaultOfTheGateways(string request)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");

        for (var i = 0; i < 2; i++)
        {
            var response = await RawClient.ExchangeAsync(at.Gateway.DataAddress, request);
            Assert.NotEqual(500, response.Status);
        }
    }

    [Fact]
    public async Task SlowReaderOfAnUnstoredBody_IsNotTheOriginsTimeout()
    {
        const int Length = 32 * 1024 * 1024;
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "timeout": "500ms", "body": { "max": "1KB" }  """));
        at.Origin.Answer("/large", new ScriptedAnswer { Body = new byte[Length], Headers = [("Content-Length", "33554432")] });
        using var client = await RawClient.ConnectAsync(at.Gateway.DataAddress, receiveBufferBytes: 16 * 1024);
        await client.SendAsync(at.Gateway.RequestText("GET", "/large"));
        await client.ReadResponseHeadAsync();

        using var pause = new PeriodicTimer(TimeSpan.FromSeconds(2));
        await pause.WaitForNextTickAsync();

        Assert.Equal(Length, (await client.ReadExactlyAsync(Length)).Length);
    }

    [Fact]
    public async Task LeaderLeavesBeforeTheHead_AndAnotherWithOtherCodingsComes_EachGetsHisOwn()
    {
        await using var at = await TestEnvironment.StartWithoutPolicyAsync();
        var gate = new Gate();
        at.Origin.Answer("/page", r => ScriptedAnswer.Ok(
            r.Header("X-Who") ?? "nobody", ("Cache-Control", "max-age=60"), ("Vary", "X-Who")) with { Before = gate });
        using (var leader = await RawClient.ConnectAsync(at.Gateway.DataAddress))
        {
            await leader.SendAsync(at.Gateway.RequestText("GET", "/page", "X-Who: leader"));
            await at.Origin.WhenCalled("/page");
        }

        var others = Enumerable.Range(0, 20).Select(i => at.Gateway.GetAsync("/page", ("X-Who", $"other{i % 4}"))).ToArray();
        gate.Open();

        foreach (var (response, i) in (await Task.WhenAll(others)).Select((r, i) => (r, i)))
            Assert.Equal($"other{i % 4}", response.Text);
    }
}
