using CachingGateway.Keys;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace CachingGateway.UnitTests.Keys;

public sealed class AcceptEncodingTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("identity", null)]
    [InlineData("gzip", "gzip")]
    [InlineData("GZIP, deflate", "gzip")]
    [InlineData("x-gzip", "gzip")]
    [InlineData("gzip, deflate, br, zstd", "br, gzip")]
    [InlineData("br;q=0.5 , gzip ; q=0.1", "br, gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("br;q=0.000, gzip;Q=1", "gzip")]
    [InlineData("*", "br, gzip")]
    [InlineData("*, br;q=0", "gzip")]
    [InlineData("*;q=0", null)]
    [InlineData("gzip;q=0, *;q=0", null)]
    [InlineData("gzip;q=x", null)]
    [InlineData("gzip;level=1", null)]
    [InlineData(",,gzip,", "gzip")]
    public void Field_ComesDownToOneClass(string field, string? forwarded) =>
        Assert.Equal(forwarded, AcceptEncoding.Format(AcceptEncoding.Parse(field)));

    [Fact]
    public void SeveralLines_AreOneList() =>
        Assert.Equal("br, gzip", AcceptEncoding.Format(AcceptEncoding.Parse(new StringValues(["gzip", "br"]))));

    [Theory]
    [InlineData("a,b", "a,b")]
    [InlineData(" a , b ;q=1,, c", "a,b;q=1,c")]
    [InlineData("en-GB, en; q=0.5", "en-GB,en;q=0.5")]
    [InlineData("a;x=\"1, 2\", b", "a;x=\"1, 2\", b")]
    public void NegotiationList_LosesItsWhiteSpace(string field, string expected) =>
        Assert.Equal(expected, ListField.Normalize(field).ToString());
}
