using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>Hits run on the I/O thread: nothing that waits may hold it.</summary>
public sealed class InlineSchedulingTests
{
    private const int MoreThanThreads = 64;

    [Fact]
    public async Task SlowOrigin_DoesNotDelayHits()
    {
        await using var at = await TestEnvironment.StartAsync();
        var never = new Gate();
        at.Origin.Answer("/slow", new ScriptedAnswer { Before = never });
        await StoreHotAsync(at);
        var clients = await ConnectAsync(at.Gateway, MoreThanThreads);
        foreach (var (client, i) in clients.Select((c, i) => (c, i)))
            await client.SendAsync(at.Gateway.RequestText("GET", $"/slow?{i}"));
        await at.Origin.WhenCalled("/slow", MoreThanThreads);

        await AssertHitsFlowAsync(at.Gateway);
        clients.ForEach(c => c.Dispose());
    }

    [Fact]
    public async Task SlowReadersOfALargeBody_DoNotDelayHits()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/large", new string('x', 8 << 20));
        await StoreHotAsync(at);
        Assert.Equal(8 << 20, (await at.Gateway.GetAsync("/large")).Body.Length);
        var clients = await ConnectAsync(at.Gateway, MoreThanThreads, receiveBufferBytes: 4096);
        foreach (var client in clients)
        {
            await client.SendAsync(at.Gateway.RequestText("GET", "/large"));
            Assert.Equal("HIT", (await client.ReadResponseHeadAsync()).CacheStatus);
        }

        await AssertHitsFlowAsync(at.Gateway);
        clients.ForEach(c => c.Dispose());
    }

    [Fact]
    public async Task ReadersOfALargeBodyAtFullSpeed_AllGetItWhole_WhileHitsFlow()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/large", new string('x', 8 << 20));
        await StoreHotAsync(at);
        await at.Gateway.GetAsync("/large");

        var large = Enumerable.Range(0, 8).Select(_ => at.Gateway.GetAsync("/large")).ToArray();
        await AssertHitsFlowAsync(at.Gateway);

        Assert.All(await Task.WhenAll(large), r => Assert.Equal(8 << 20, r.Body.Length));
    }

    [Fact]
    public async Task HalfSentRequests_DoNotDelayHits()
    {
        await using var at = await TestEnvironment.StartAsync();
        await StoreHotAsync(at);
        var clients = await ConnectAsync(at.Gateway, MoreThanThreads);
        foreach (var client in clients)
            await client.SendAsync("GET /hot HTTP/1.1\r\nHost: x\r\nX-Half:");

        await AssertHitsFlowAsync(at.Gateway);
        clients.ForEach(c => c.Dispose());
    }

    private static async Task StoreHotAsync(TestEnvironment at)
    {
        at.Origin.Answer("/hot", "hot");
        await Expect.MissAsync(at.Gateway, "/hot", "hot");
    }

    private static async Task<List<RawClient>> ConnectAsync(TestGateway gateway, int count, int receiveBufferBytes = 0)
    {
        var clients = new List<RawClient>();
        for (var i = 0; i < count; i++)
            clients.Add(await RawClient.ConnectAsync(gateway.DataAddress, receiveBufferBytes));
        return clients;
    }

    /// <summary>Connections of their own, so that every I/O thread serves some; what is stuck ends in a time-out.</summary>
    private static async Task AssertHitsFlowAsync(TestGateway gateway)
    {
        for (var connection = 0; connection < 16; connection++)
        {
            using var client = await RawClient.ConnectAsync(gateway.DataAddress);
            for (var i = 0; i < 20; i++)
            {
                await client.SendAsync(gateway.RequestText("GET", "/hot"));
                var response = await client.ReadResponseAsync().Within(TimeSpan.FromSeconds(5));
                Assert.Equal(("HIT", "hot"), (response.CacheStatus, response.Text));
            }
        }
    }
}
