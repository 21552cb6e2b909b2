using System.Net;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Attacks;

/// <summary>Clients that speak HTTP/2 without TLS get the same answers, and share what is stored.</summary>
public sealed class Http2ClientTests
{
    private const string Settings = """
        { "Kestrel": { "Endpoints": { "Data": { "Url": "http://127.0.0.1:0", "Protocols": "Http2" } } } }
        """;

    [Fact]
    public async Task MissAndHit_NotModified_Head_AndAHerd()
    {
        await using var at = await StartAsync();
        at.Origin.Answer("/page", ScriptedAnswer.Ok("body", ("ETag", "\"v\"")));

        var miss = await SendAsync(at, HttpMethod.Get, "/page");
        var hit = await SendAsync(at, HttpMethod.Get, "/page");
        var unchanged = await SendAsync(at, HttpMethod.Get, "/page", ("If-None-Match", "\"v\""));
        var head = await SendAsync(at, HttpMethod.Head, "/page");

        Assert.Equal(("MISS", "body"), (miss.CacheStatus, miss.Text));
        Assert.Equal(("HIT", "body"), (hit.CacheStatus, hit.Text));
        Assert.Equal((304, "HIT", ""), (unchanged.Status, unchanged.CacheStatus, unchanged.Text));
        Assert.Equal((200, "HIT", ""), (head.Status, head.CacheStatus, head.Text));
        var herd = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => SendAsync(at, HttpMethod.Get, "/herd")));
        Assert.All(herd, r => Assert.Equal((200, "herd"), (r.Status, r.Text)));
        Assert.Equal(1, at.Origin.Calls("/herd"));
    }

    [Fact]
    public async Task CookiesInSeveralLines_AreNeverLookedUp()
    {
        await using var at = await StartAsync();
        at.Origin.Answer("/page", r => ScriptedAnswer.Ok(r.Header("Cookie") ?? "anonymous"));
        await SendAsync(at, HttpMethod.Get, "/page");

        var mine = await SendAsync(at, HttpMethod.Get, "/page", ("Cookie", "session=me"));

        Assert.Equal(("BYPASS", "session=me"), (mine.CacheStatus, mine.Text));
        Assert.Equal("anonymous", (await SendAsync(at, HttpMethod.Get, "/page")).Text);
    }

    private static async Task<TestEnvironment> StartAsync()
    {
        var at = await TestEnvironment.StartAsync(o => TestGateway.StartAsync(o.Address, TestPolicy.Everything, Settings, urls: false));
        at.Origin.Answer("/herd", "herd");
        return at;
    }

    private static async Task<GatewayResponse> SendAsync(
        TestEnvironment at, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await at.Gateway.Client.SendAsync(request);
        return await GatewayResponse.ReadAsync(response);
    }
}
