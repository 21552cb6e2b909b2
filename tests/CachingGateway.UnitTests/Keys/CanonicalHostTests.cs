using CachingGateway.Keys;
using Xunit;

namespace CachingGateway.UnitTests.Keys;

public sealed class CanonicalHostTests
{
    [Theory]
    [InlineData("example.org", "http", "example.org")]
    [InlineData("Example.ORG", "http", "example.org")]
    [InlineData("example.org.", "http", "example.org")]
    [InlineData("example.org.:80", "http", "example.org")]
    [InlineData("example.org:80", "http", "example.org")]
    [InlineData("example.org:0080", "http", "example.org")]
    [InlineData("example.org:", "http", "example.org")]
    [InlineData("example.org:443", "https", "example.org")]
    [InlineData("example.org:80", "https", "example.org:80")]
    [InlineData("example.org:443", "http", "example.org:443")]
    [InlineData("my_service:8080", "http", "my_service:8080")]
    [InlineData("127.0.0.1:8080", "http", "127.0.0.1:8080")]
    [InlineData("[::1]", "http", "[::1]")]
    [InlineData("[::1]:80", "http", "[::1]")]
    [InlineData("[2001:DB8:0::1]:8080", "http", "[2001:db8::1]:8080")]
    public void Host_BecomesCanonical(string host, string scheme, string expected)
    {
        Assert.True(CanonicalHost.TryParse(host, scheme, out var canonical));
        Assert.Equal(expected, canonical);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(":80")]
    [InlineData("a b")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a..")]
    [InlineData("user@host")]
    [InlineData("host/path")]
    [InlineData("host\\x")]
    [InlineData("host%41")]
    [InlineData("caf\u00e9")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:8080x")]
    [InlineData("host:-1")]
    [InlineData("host:80:80")]
    [InlineData("::1")]
    [InlineData("[::1")]
    [InlineData("[]")]
    [InlineData("[::1]x:80")]
    [InlineData("[fe80::1%eth0]")]
    [InlineData("[127.0.0.1]")]
    [InlineData("a,b")]
    public void NoHost_IsRefused(string host)
    {
        Assert.False(CanonicalHost.TryParse(host, "http", out var canonical));
        Assert.Null(canonical);
    }
}
