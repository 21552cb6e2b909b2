using CachingGateway.Http;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CachingGateway.UnitTests.Http;

public class RequestDirectivesTests
{
    private const double Max = 2147483648;

    /// <summary>RFC 9111 §5.2.1.4, and §5.4 for Pragma.</summary>
    [Theory]
    [InlineData("no-cache", null, true)]
    [InlineData("max-age=0, No-Cache", null, true)]
    [InlineData(null, "no-cache", true)]
    [InlineData(null, "x=\"y\", NO-CACHE", true)]
    [InlineData("max-age=60", "no-cache", false)]
    [InlineData("", "no-cache", false)]
    [InlineData(null, "no-store", false)]
    [InlineData(null, null, false)]
    public void NoCache_IsHeardFromEither(string? cacheControl, string? pragma, bool expected)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        if (cacheControl is not null)
        {
            headers.CacheControl = cacheControl;
        }

        if (pragma is not null)
        {
            headers.Pragma = pragma;
        }

        Assert.Equal(expected, RequestDirectives.Parse(headers).NoCache);
    }

    /// <summary>RFC 9111 §5.2.1.1 to §5.2.1.3; an argument that says nothing usable lets less be reused, never more.</summary>
    [Theory]
    [InlineData("max-age=10", 10.0, null, null)]
    [InlineData("max-age=10, max-age=5", 5.0, null, null)]
    [InlineData("max-age=x", 0.0, null, null)]
    [InlineData("max-age", 0.0, null, null)]
    [InlineData("min-fresh=10", null, 10.0, null)]
    [InlineData("min-fresh=10, min-fresh=20", null, 20.0, null)]
    [InlineData("min-fresh=x", null, Max, null)]
    [InlineData("max-stale", null, null, Max)]
    [InlineData("max-stale=10", null, null, 10.0)]
    [InlineData("max-stale, max-stale=10", null, null, 10.0)]
    [InlineData("max-stale=x", null, null, 0.0)]
    [InlineData("max-stale;", null, null, 0.0)]
    [InlineData("max-stale=\"", null, null, 0.0)]
    public void Limits_AreReadStrictly(string line, double? maxAge, double? minFresh, double? maxStale)
    {
        var directives = RequestDirectives.Parse(line);

        Assert.Equal(
            (maxAge, minFresh, maxStale),
            (directives.MaxAge?.TotalSeconds, directives.MinFresh?.TotalSeconds, directives.MaxStale?.TotalSeconds));
    }

    /// <summary>RFC 9111 §5.2.1.5 and §5.2.1.7.</summary>
    [Theory]
    [InlineData("no-store", true, false)]
    [InlineData("only-if-cached", false, true)]
    [InlineData("only-if-cached; no-store", true, false)]
    [InlineData("x=\"no-store\"", false, false)]
    public void Flags_AreRead(string line, bool noStore, bool onlyIfCached)
    {
        var directives = RequestDirectives.Parse(line);

        Assert.Equal((noStore, onlyIfCached), (directives.NoStore, directives.OnlyIfCached));
    }

    [Fact]
    public void UsualRequest_IsReadWithoutAllocating()
    {
        var headers = new HeaderDictionary { ["Cache-Control"] = "max-age=0, no-cache" };
        _ = RequestDirectives.Parse(headers);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var directives = RequestDirectives.Parse(headers);
        var after = GC.GetAllocatedBytesForCurrentThread();

        Assert.True(directives.NoCache);
        Assert.Equal(before, after);
    }
}
