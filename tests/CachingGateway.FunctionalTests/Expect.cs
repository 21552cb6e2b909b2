using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>What several classes of cases ask for.</summary>
internal static class Expect
{
    /// <summary>Nothing is stored: a clean second client gets <c>MISS</c> and clean bytes.</summary>
    public static async Task NothingStoredAsync(TestGateway gateway, string path, string cleanBody)
    {
        var clean = await gateway.GetAsync(path);
        Assert.Equal("MISS", clean.CacheStatus);
        Assert.Equal(cleanBody, clean.Text);
    }

    /// <summary>The path is stored and answered from the store, with this body.</summary>
    public static async Task<GatewayResponse> HitAsync(
        TestGateway gateway, string path, string body, params (string Name, string Value)[] headers)
    {
        var response = await gateway.GetAsync(path, headers);
        Assert.Equal("HIT", response.CacheStatus);
        Assert.Equal(body, response.Text);
        return response;
    }

    public static async Task<GatewayResponse> MissAsync(
        TestGateway gateway, string path, string body, params (string Name, string Value)[] headers)
    {
        var response = await gateway.GetAsync(path, headers);
        Assert.Equal("MISS", response.CacheStatus);
        Assert.Equal(body, response.Text);
        return response;
    }

    /// <summary>Not looked up, for this reason.</summary>
    public static void Bypass(GatewayResponse response, string detail)
    {
        Assert.Equal("BYPASS", response.CacheStatus);
        Assert.Equal(detail, response.Detail);
    }

    /// <summary>Either refused, or answered by one whole response after which the connection is closed.</summary>
    public static async Task RefusedOrClosedAfterOneAsync(RawClient client)
    {
        var first = await client.ReadResponseAsync();
        Assert.True(first.Status == 400 || first.Header("Connection") == "close", first.StatusLine);
        Assert.Empty(await client.ReadUntilClosedAsync());
    }

    /// <summary>The connection ends in the middle of a response.</summary>
    public static async Task BrokenOffAsync(RawClient client)
    {
        var exception = await Record.ExceptionAsync(() => client.ReadResponseAsync());
        Assert.True(exception is IOException or System.Net.Sockets.SocketException, $"{exception}");
    }
}

/// <summary>Requests that only raw connections can send.</summary>
internal static class RawRequests
{
    /// <summary>Any method as written, without a body.</summary>
    public static async Task<RawResponse> SendRawAsync(this TestGateway gateway, string method, string target)
    {
        var length = method is "POST" or "PUT" or "PATCH" ? "Content-Length: 0" : "X-None: 0";
        return await RawClient.ExchangeAsync(gateway.DataAddress, gateway.RequestText(method, target, length), method);
    }
}
