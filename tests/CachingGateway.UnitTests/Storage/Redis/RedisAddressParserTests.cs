using CachingGateway.Storage.Redis;
using Xunit;

namespace CachingGateway.UnitTests.Storage.Redis;

public sealed class RedisAddressParserTests
{
    [Theory]
    [InlineData("redis", "redis:6379")]
    [InlineData("redis:7000", "redis:7000")]
    [InlineData(" a:1 , b:2 ,b:2", "a:1,b:2")]
    [InlineData("[::1]:7000", "[::1]:7000")]
    [InlineData("redis://10.0.0.1", "10.0.0.1:6379")]
    [InlineData("redis://a:1,b/0", "a:1,b:6379")]
    [InlineData("rediss://a:1", "a:1")]
    [InlineData("s1,s2:7,sentinel=main", "s1:26379,s2:7 (sentinels of main)")]
    [InlineData("redis://s1?sentinel=main", "s1:26379 (sentinels of main)")]
    public void Nodes_AreReadInOrder(string text, string expected) => Assert.Equal(expected, Parse(text).ToString());

    [Theory]
    [InlineData("a:1,password=p=w", "p=w")]
    [InlineData("redis://:s%40cret@a:1", "s@cret")]
    [InlineData("redis://default:p@a", "p")]
    [InlineData("redis://only@a", "only")]
    [InlineData("redis://:p@w@a", "p@w")]
    [InlineData("redis://a?password=x%26y", "x&y")]
    [InlineData("a", null)]
    public void Password_IsRead_AndNeverPrinted(string text, string? expected)
    {
        var address = Parse(text);

        Assert.Equal(expected, address.Password.Value);
        Assert.Equal(expected is null ? "" : "***", address.Password.ToString());
        Assert.DoesNotContain("@", address.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_AreRead()
    {
        var address = Parse("a,tls=true,tlsHost=redis.example,database=3");
        Assert.Equal((true, "redis.example", 3), (address.Tls, address.TlsHost, address.Database));

        Assert.True(Parse("rediss://a/7") is { Tls: true, Database: 7 });
        Assert.False(Parse("redis://a").Tls);
    }

    [Theory]
    [InlineData("", "names no server")]
    [InlineData("redis://", "allowed: host:port")]
    [InlineData("http://a", "found the scheme \"http\"")]
    [InlineData("a:0", "port from 1 to 65535")]
    [InlineData("a:65536", "port from 1 to 65535")]
    [InlineData("a b:1", "allowed: host:port")]
    [InlineData("a,database=x", "database")]
    [InlineData("a,tls=perhaps", "tls")]
    [InlineData("a,abortConnect=false", "none of password, database, tls, tlsHost, sentinel")]
    [InlineData("redis://bob:hunter2@a", "found the user \"bob\"")]
    [InlineData("a,password=hunter2,more=1", "none of")]
    [InlineData("s1,s2,sentinel=m,tls=true", "tlsHost")]
    public void Faults_AreGivenInWords_WithoutThePassword(string text, string expected)
    {
        var faults = new List<string>();

        Assert.Null(RedisAddressParser.Parse(text, faults));

        Assert.Contains(faults, fault => fault.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.Contains("hunter2", StringComparison.Ordinal));
    }

    private static RedisAddress Parse(string text)
    {
        var faults = new List<string>();
        var address = RedisAddressParser.Parse(text, faults);
        Assert.Empty(faults);
        return address!;
    }
}
