using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>Too much of anything has a limit, and the others do not feel it.</summary>
public sealed class AbuseTests
{
    private const int MaxBytes = 4 << 20;
    private const int BodyBytes = 4096;
    private const int Queries = 5000;

    /// <summary>The contract's 30 s, and the granularity of a server's timers.</summary>
    private static readonly TimeSpan CutWithin = TimeSpan.FromSeconds(35);

    [Fact]
    public async Task DistinctQueries_StayWithinTheMemoryLimit_AndTheHotKeyStaysAHit()
    {
        await using var at = await TestEnvironment.StartAsync(
            settings: $$"""{ "Gateway": { "Memory": { "MaxBytes": {{MaxBytes}} } } }""");
        at.Origin.Answer("/cold", new string('x', BodyBytes));
        at.Origin.Answer("/hot", "hot");
        await Expect.MissAsync(at.Gateway, "/hot", "hot");
        await Expect.HitAsync(at.Gateway, "/hot", "hot");

        for (var i = 0; i < Queries; i++)
        {
            Assert.Equal("MISS", (await at.Gateway.GetAsync($"/cold?q={i}")).CacheStatus);
            if (i % 50 == 0)
                await Expect.HitAsync(at.Gateway, "/hot", "hot");
        }

        // Each is asked for once more: a hit can only be one that was still stored after the first round.
        var stored = 0;
        for (var i = 0; i < Queries; i++)
            stored += (await at.Gateway.GetAsync($"/cold?q={i}")).CacheStatus == "HIT" ? 1 : 0;
        Assert.InRange(stored * BodyBytes, 0, MaxBytes);
    }

    [Fact]
    public async Task DistinctQueriesAllAtOnce_AreAllAnswered()
    {
        await using var at = await TestEnvironment.StartAsync(
            settings: $$"""{ "Gateway": { "Memory": { "MaxBytes": {{MaxBytes}} } } }""");
        at.Origin.Answer("/cold", r => ScriptedAnswer.Ok(r.Query));

        var responses = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => at.Gateway.GetAsync($"/cold?q={i}")));

        Assert.All(responses, (r, i) => Assert.Equal((200, $"q={i}"), (r.Status, r.Text)));
    }

    [Fact]
    public async Task BodyLargerThanTheMemory_PassesUnstored()
    {
        await using var at = await TestEnvironment.StartAsync(
            settings: $$"""{ "Gateway": { "Memory": { "MaxBytes": {{MaxBytes}} } } }""");
        at.Origin.Answer("/large", new string('x', MaxBytes + 1));

        for (var i = 0; i < 2; i++)
        {
            var response = await at.Gateway.GetAsync("/large");
            Assert.Equal(("MISS", MaxBytes + 1), (response.CacheStatus, response.Body.Length));
        }
    }

    [Fact]
    public async Task RoutesOwnLimit_IsKept()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "limits": { "entries": 10 }  """));
        at.Origin.Answer("/cold", "x");
        for (var i = 0; i < 100; i++)
            await at.Gateway.GetAsync($"/cold?q={i}");

        var stored = 0;
        for (var i = 0; i < 100; i++)
            stored += (await at.Gateway.GetAsync($"/cold?q={i}")).CacheStatus == "HIT" ? 1 : 0;

        Assert.InRange(stored, 0, 10);
    }

    [Fact]
    public async Task ClientsThatSendHeadersSlowly_AreCut()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/hot", "hot");
        await at.Gateway.GetAsync("/hot");
        var clients = await ConnectAsync(at.Gateway, 200, receiveBufferBytes: 0, "GET /hot HTTP/1.1\r\nHost: x\r\nX-Slow:");

        var cut = clients.Select(c => c.ReadToEndAsync(CutWithin)).ToArray();
        for (var i = 0; i < 100; i++)
            await Expect.HitAsync(at.Gateway, "/hot", "hot");

        await Task.WhenAll(cut);
        clients.ForEach(c => c.Dispose());
    }

    [Fact]
    public async Task ClientsThatDoNotRead_AreCut()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/large", new string('x', 8 << 20));
        at.Origin.Answer("/hot", "hot");
        await at.Gateway.GetAsync("/large");
        await at.Gateway.GetAsync("/hot");
        var clients = await ConnectAsync(at.Gateway, 50, receiveBufferBytes: 4096, at.Gateway.RequestText("GET", "/large"));

        // They go on sending, one byte now and then: the first that fails shows the connection cut from the other side.
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var limit = Deadline.Token(CutWithin);
        while (clients.Count > 0 && await pause.WaitForNextTickAsync(limit))
        {
            await Expect.HitAsync(at.Gateway, "/hot", "hot");
            foreach (var client in clients.ToArray())
            {
                if (!await IsCutAsync(client))
                    continue;
                clients.Remove(client);
                client.Dispose();
            }
        }
        Assert.Empty(clients);
    }

    private static async Task<bool> IsCutAsync(RawClient client)
    {
        try
        {
            await client.SendAsync("G");
            return false;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return true;
        }
    }

    private static async Task<List<RawClient>> ConnectAsync(TestGateway gateway, int count, int receiveBufferBytes, string sends)
    {
        var clients = new List<RawClient>();
        for (var i = 0; i < count; i++)
        {
            clients.Add(await RawClient.ConnectAsync(gateway.DataAddress, receiveBufferBytes));
            await clients[i].SendAsync(sends);
        }
        return clients;
    }
}
