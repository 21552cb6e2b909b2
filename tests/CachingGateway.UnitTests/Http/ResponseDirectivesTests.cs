using CachingGateway.Http;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace CachingGateway.UnitTests.Http;

public class ResponseDirectivesTests
{
    /// <summary>RFC 9111 §5.2: names in any case, optional white space, empty members, several lines.</summary>
    [Theory]
    [InlineData("no-store")]
    [InlineData("No-Store")]
    [InlineData("public,no-store")]
    [InlineData(" ,, no-store\t, ")]
    [InlineData("ext=\"a, b\", no-store")]
    [InlineData("ext=\"a\\\", b\", no-store")]
    [InlineData("ext = \"a\", no-store")]
    [InlineData("no-store=1")]
    [InlineData("no-store=\"\"")]
    [InlineData("no-store=")]
    [InlineData("no-store;")]
    [InlineData("max-age=60; no-store")]
    [InlineData("max-age=60 no-store")]
    [InlineData("\"no-store\"")]
    [InlineData("ext=\"never closed, no-store")]
    [InlineData("ext=\"ends in a backslash, no-store\\")]
    [InlineData("ext=\"a\"b, no-store")]
    [InlineData("=, no-store")]
    [InlineData("é no-store")]
    public void NoStore_IsHeardHoweverItIsWritten(string line) => Assert.True(ResponseDirectives.Parse(line).NoStore);

    [Theory]
    [InlineData("")]
    [InlineData("no-storey")]
    [InlineData("x-no-store")]
    [InlineData("ext=no-store")]
    [InlineData("ext=\"no-store\"")]
    [InlineData("ext=\"a, no-store, b\"")]
    [InlineData("ext=\"a\\\", no-store\"")]
    public void NoStore_IsNotHeardWhereItIsPartOfSomethingElse(string line) =>
        Assert.False(ResponseDirectives.Parse(line).NoStore);

    [Fact]
    public void Lines_CountTogether()
    {
        var directives = ResponseDirectives.Parse(new StringValues(["max-age=60", null, "private", "public"]));

        Assert.Equal(TimeSpan.FromSeconds(60), directives.MaxAge);
        Assert.True(directives is { Private: true, Public: true, NoStore: false });
    }

    /// <summary>RFC 9111 §5.2.2.4 and §5.2.2.7.</summary>
    [Theory]
    [InlineData("private", true, false, false, false)]
    [InlineData("private=\"set-cookie, x\"", true, true, false, false)]
    [InlineData("private=x", true, true, false, false)]
    [InlineData("private=\"\"", true, false, false, false)]
    [InlineData("no-cache=\"x\", private", true, false, true, true)]
    [InlineData("no-cache", false, false, true, false)]
    [InlineData("no-cache=\"unclosed", false, false, true, false)]
    public void FieldNames_AreTold(string line, bool isPrivate, bool privateFields, bool noCache, bool noCacheFields)
    {
        var directives = ResponseDirectives.Parse(line);

        Assert.Equal(
            (isPrivate, privateFields, noCache, noCacheFields),
            (directives.Private, directives.PrivateFields, directives.NoCache, directives.NoCacheFields));
    }

    /// <summary>RFC 9111 §1.2.2 and §4.2.1: too great counts as the greatest, unusable as stale, of two the shorter.</summary>
    [Theory]
    [InlineData("max-age=0", 0)]
    [InlineData("max-age=60", 60)]
    [InlineData("MAX-AGE=060", 60)]
    [InlineData("max-age=\"60\"", 60)]
    [InlineData("max-age=2147483648", 2147483648)]
    [InlineData("max-age=2147483649", 2147483648)]
    [InlineData("max-age=99999999999999999999999999999999", 2147483648)]
    [InlineData("max-age", 0)]
    [InlineData("max-age=", 0)]
    [InlineData("max-age=\"\"", 0)]
    [InlineData("max-age=-1", 0)]
    [InlineData("max-age=+1", 0)]
    [InlineData("max-age=1.5", 0)]
    [InlineData("max-age=1e3", 0)]
    [InlineData("max-age=60s", 0)]
    [InlineData("max-age = 60", 0)]
    [InlineData("max-age=\"6\\0\"", 0)]
    [InlineData("max-age=\"60", 0)]
    [InlineData("max-age='60'", 0)]
    [InlineData("max-age=٦٠", 0)]
    [InlineData("max-age=60;", 0)]
    [InlineData("max-age=60, max-age=30", 30)]
    [InlineData("max-age=30, max-age=60", 30)]
    [InlineData("max-age=60, max-age=x", 0)]
    public void MaxAge_IsReadStrictly(string line, long seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), ResponseDirectives.Parse(line).MaxAge);

    [Fact]
    public void EachDirective_HasItsOwnMember()
    {
        var directives = ResponseDirectives.Parse(
            "public, must-revalidate, proxy-revalidate, must-understand, no-transform, immutable, "
            + "s-maxage=1, stale-while-revalidate=2, stale-if-error=3");

        Assert.True(directives is
        {
            Public: true, MustRevalidate: true, ProxyRevalidate: true, MustUnderstand: true, NoTransform: true, Immutable: true,
            NoStore: false, NoCache: false, Private: false, MaxAge: null,
        });
        Assert.Equal(
            (1, 2, 3),
            (directives.SMaxAge?.Seconds, directives.StaleWhileRevalidate?.Seconds, directives.StaleIfError?.Seconds));
    }

    [Theory]
    [InlineData("public;")]
    [InlineData("immutable x, public x")]
    [InlineData("ext=\"public immutable")]
    public void BrokenMembers_PermitNothing(string line) =>
        Assert.False(ResponseDirectives.Parse(line) is { Public: true } or { Immutable: true });

    /// <summary>A line within a server's limit on header sizes is read in one pass, however often a quote opens.</summary>
    [Fact]
    public void ThousandsOfUnclosedQuotes_AreReadToTheEnd()
    {
        var line = string.Concat(Enumerable.Repeat("a=\"\\\",", 50_000)) + "no-store";

        Assert.True(ResponseDirectives.Parse(line).NoStore);
    }
}
