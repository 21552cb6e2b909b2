using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>One request has one host (RFC 9112 §3.2).</summary>
public sealed class HostTests
{
    [Theory]
    [InlineData("GET http://a.test/page HTTP/1.1\r\nHost: b.test\r\n\r\n")]
    [InlineData("GET /page HTTP/1.1\r\nHost: a.test\r\nHost: b.test\r\n\r\n")]
    [InlineData("GET /page HTTP/1.1\r\nHost: a.test\r\nhost: a.test\r\n\r\n")]
    [InlineData("GET /page HTTP/1.1\r\n\r\n")]
    [InlineData("GET /page HTTP/1.1\r\nHost: a.test, b.test\r\n\r\n")]
    [InlineData("GET /page HTTP/1.1\r\nHost: a.test/evil\r\n\r\n")]
    [InlineData("GET /page HTTP/1.1\r\nHost: user@a.test\r\n\r\n")]
    public async Task HostThatIsNotOne_IsRefused_AndTheOriginUntouched(string request)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Fallback = _ => ScriptedAnswer.Ok("x");

        var response = await RawClient.ExchangeAsync(at.Gateway.DataAddress, request);

        Assert.Equal(400, response.Status);
        Assert.Equal(0, at.Origin.TotalCalls);
    }

    [Fact]
    public async Task AbsoluteFormThatAgreesWithHost_IsTheSameEntry()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "x");

        Assert.Equal("MISS", (await at.Gateway.GetRawAsync("/page", "Host: a.test")).CacheStatus);
        Assert.Equal("HIT", (await at.Gateway.GetRawAsync("http://a.test/page", "Host: a.test")).CacheStatus);
    }
}
