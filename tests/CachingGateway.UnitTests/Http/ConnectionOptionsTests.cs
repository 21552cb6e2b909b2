using CachingGateway.Http;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace CachingGateway.UnitTests.Http;

public class ConnectionOptionsTests
{
    /// <summary>RFC 9110 §7.6.1.</summary>
    [Theory]
    [InlineData("close", new string[0])]
    [InlineData("Keep-Alive, Upgrade", new string[0])]
    [InlineData("TE, Trailer, Proxy-Authorization", new string[0])]
    [InlineData("X-Api-Key, X-Forwarded-For, Cookie", new[] { "X-Api-Key", "X-Forwarded-For", "Cookie" })]
    [InlineData("keep-alive,,\tX-A ,", new[] { "X-A" })]
    [InlineData("X-A; X-B \"X-C\"", new[] { "X-A", "X-B", "X-C" })]
    [InlineData("Host, Content-Length, set-cookie, Cache-Control, Vary", new string[0])]
    [InlineData("", new string[0])]
    public void Fields_AreThoseNamedBeyondTheUsual(string line, string[] expected) =>
        Assert.Equal(expected, ConnectionOptions.FieldsToDrop(line));

    [Fact]
    public void Removal_LeavesOnlyWhatIsForTheRecipient()
    {
        var headers = new HeaderDictionary
        {
            ["Connection"] = new StringValues(["x-api-key", "Cookie, keep-alive"]),
            ["X-Api-Key"] = "1",
            ["Cookie"] = "2",
            ["Keep-Alive"] = "timeout=5",
            ["TE"] = "trailers",
            ["Proxy-Connection"] = "close",
            ["Proxy-Authentication-Info"] = "x",
            ["Transfer-Encoding"] = "chunked",
            ["X-Other"] = "3",
        };

        ConnectionOptions.RemoveHopByHop(headers);

        Assert.Equal(["X-Other"], headers.Keys);
    }

    [Fact]
    public void UsualOptions_CostNothing()
    {
        var line = new StringValues("keep-alive, Upgrade");
        _ = ConnectionOptions.FieldsToDrop(line);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var fields = ConnectionOptions.FieldsToDrop(line);
        var after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Empty(fields);
        Assert.Equal(before, after);
    }

    [Fact]
    public void NameBesideAnyText_IsFound() =>
        Prop.ForAll(HeaderTexts.Arbitrary, text =>
            ConnectionOptions.FieldsToDrop($"{text},X-Secret,{text}").Contains("X-Secret")).QuickCheckThrowOnFailure();
}
