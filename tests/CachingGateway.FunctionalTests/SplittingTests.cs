using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>Bytes in an origin's header that would end a line somewhere are not passed on.</summary>
public sealed class SplittingTests
{
    [Theory]
    [InlineData("X-Any: a\rSet-Cookie: evil=1")]
    [InlineData("X-Any: a\0b")]
    [InlineData("X-Any: a\nSet-Cookie: evil=1")]
    [InlineData("X-Any: a\n\nHTTP/1.1 200 OK")]
    [InlineData("Bad Name: a")]
    public async Task BadByteInAnOriginsHeader_IsA502_AndNothingIsStored(string line)
    {
        var bad = true;
        await using var origin = RawOrigin.Start(async (connection, _) => await connection.SendAsync(
            $"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n{(bad ? line + "\r\n" : "")}\r\nclean"));
        await using var gateway = await TestGateway.StartAsync(origin.Address, TestPolicy.Everything);

        var response = await gateway.GetRawAsync("/page");
        bad = false;

        Assert.Equal(502, response.Status);
        Assert.Null(response.Header("Set-Cookie"));
        await Expect.NothingStoredAsync(gateway, "/page", "clean");
    }
}
