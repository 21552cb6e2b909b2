using CachingGateway.Keys;
using Xunit;

namespace CachingGateway.UnitTests.Keys;

public sealed class IdentityTests
{
    private static readonly KeyRequest Plain = new();

    [Fact]
    public void Identity_IsTheSameInEveryProcess() =>
        Assert.Equal("b204fafd2a8feb244679234d15f1ad1e", Plain.Key(new KeySettings()).Key.ToString());

    [Theory]
    [InlineData("/trigs/%31%32%33")]
    [InlineData("http://example.org/trigs/123")]
    [InlineData("/trigs/123?")]
    [InlineData("/trigs/123?&")]
    public void TargetsThatMeanTheSame_ShareAnEntry(string target) => AssertShared(new(), Plain, Plain with { Target = target });

    [Fact]
    public void ParameterOrder_NeverMatters() => AssertShared(
        new(), Plain with { Target = "/t/1?b=2&a=1&c" }, Plain with { Target = "/t/1?c&a=%31&b=2" });

    [Fact]
    public void ValuesOfOneParameter_KeepTheirOrder()
    {
        AssertApart(new(), Plain with { Target = "/t/1?a=1&a=2" }, Plain with { Target = "/t/1?a=2&a=1" });
        AssertApart(new(), Plain with { Target = "/t/1?a=1&A=2" }, Plain with { Target = "/t/1?A=2&a=1" });
        AssertShared(new(), Plain with { Target = "/t/1?a=1&b=0&a=2" }, Plain with { Target = "/t/1?b=0&a=1&a=2" });
    }

    [Fact]
    public void HeadAndGet_ShareAnEntry() => AssertShared(new(), Plain, Plain with { Method = "HEAD" });

    [Fact]
    public void HostInOtherCaseOrWithDefaultPort_SharesAnEntry()
    {
        AssertShared(new(), Plain, Plain with { Host = "EXAMPLE.org:80" });
        AssertShared(new(), Plain, Plain with { Host = "example.org." });
    }

    [Fact]
    public void HostWithoutCanonicalForm_IsAnEntryOfItsOwn()
    {
        AssertApart(new(), Plain with { Host = "a b" }, Plain with { Host = "A b" });
        AssertApart(new(), Plain with { Host = "" }, Plain with { Host = " " });
    }

    [Fact]
    public void HostAndScheme_AreKeyedUnlessThePolicySaysNot()
    {
        var other = Plain with { Host = "example.net", Scheme = "https" };
        AssertApart(new(), Plain, Plain with { Host = "example.net" });
        AssertApart(new(), Plain, Plain with { Scheme = "https" });
        AssertShared(new() { Host = false }, Plain, other);
    }

    [Theory]
    [InlineData("/a?x", "/a?x=")]
    [InlineData("/a?x=1&y=2", "/a?x=1%26y=2")]
    [InlineData("/a?x=1", "/a/?x=1")]
    [InlineData("/a?x=a+b", "/a?x=a%20b")]
    [InlineData("/a?x=a:b", "/a?x=a%3Ab")]
    [InlineData("/a:b", "/a%3Ab")]
    [InlineData("/a", "/A")]
    [InlineData("/a?x=1", "/a?X=1")]
    [InlineData("/a?xy=1", "/a?x=y1")]
    public void TargetsThatMayMeanOtherThings_AreApart(string left, string right) =>
        AssertApart(new(), Plain with { Target = left }, Plain with { Target = right });

    [Fact]
    public void Methods_AreApart() => AssertApart(new(), Plain, Plain with { Method = "POST" });

    [Fact]
    public void KeyedHeader_TellsValueEmptyAndAbsentApart()
    {
        var settings = new KeySettings { Headers = ["X-Tenant"] };
        AssertApart(settings, Plain, Plain with { Fields = ["X-Tenant:"] }, Plain with { Fields = ["X-Tenant: a"] },
            Plain with { Fields = ["X-Tenant: a", "X-Tenant: b"] }, Plain with { Fields = ["X-Tenant: a,b"] });
        AssertShared(settings, Plain with { Fields = ["x-TENANT: a"] }, Plain with { Fields = ["X-Tenant: a", "X-Other: b"] });
    }

    [Fact]
    public void KeyedHeaderNamedInConnection_IsGone() => AssertShared(
        new KeySettings { Headers = ["X-Tenant"] },
        Plain,
        Plain with { Fields = ["X-Tenant: a", "Connection: close, x-tenant"] });

    [Fact]
    public void KeyedCookies_AreReadWhereverTheyStand()
    {
        var settings = new KeySettings { Cookies = ["lang", "cur"], IgnoreCookies = ["_ga*"] };
        AssertShared(settings, Plain with { Fields = ["Cookie: lang=en; cur=gbp"] },
            Plain with { Fields = ["Cookie: cur=gbp;_ga=1;lang=en"] },
            Plain with { Fields = ["Cookie: cur=gbp", "Cookie: lang=en"] });
        AssertApart(settings, Plain, Plain with { Fields = ["Cookie: lang="] }, Plain with { Fields = ["Cookie: lang=en"] },
            Plain with { Fields = ["Cookie: lang=en; lang=de"] }, Plain with { Fields = ["Cookie: lang=de; lang=en"] });
    }

    [Fact]
    public void Credential_IsKeyedWhereIdentitySaysSo()
    {
        var settings = new KeySettings { Identity = KeyIdentity.Authorization };
        AssertApart(settings, Plain, Plain with { Fields = ["Authorization: Bearer a"] },
            Plain with { Fields = ["Authorization: Bearer b"] });
    }

    [Fact]
    public void Body_IsKeyedWithItsType()
    {
        var post = new KeyRequest { Method = "POST", Body = "{}", Fields = ["Content-Type: application/json"] };
        var settings = new KeySettings { Body = KeyBody.Json };
        AssertApart(settings, post, post with { Body = "[]" }, post with { Body = "" }, post with { Fields = [] },
            post with { Fields = ["Content-Type: application/vnd.api+json"] });
        AssertShared(settings, post, post with { Fields = ["Content-Type: Application/JSON; x=y"] });
        AssertApart(settings with { Body = KeyBody.Bytes }, post, post with { Fields = ["Content-Type: application/json; x=y"] },
            post with { Fields = ["Content-Type: application/json", "Content-Encoding: gzip"] });
    }

    [Fact]
    public void AllowList_DropsTheRest()
    {
        var settings = new KeySettings { Query = ["include", "f[x]"], ForwardQuery = ["trace"], IgnoreQuery = ["utm_*"] };
        var request = Plain with { Target = "/t/1?include=a&utm_source=b&fbclid=c&trace=d&f%5Bx%5D=e" };
        AssertShared(settings, request, Plain with { Target = "/t/1?f[x]=e&include=a&trace=z" });
        Assert.Equal("?f%5Bx%5D=e&include=a&trace=d", request.Key(settings).ForwardedQuery);
    }

    [Fact]
    public void IgnoredParameter_IsDroppedHoweverItIsEscaped() =>
        Assert.Equal("?a=1",
            (Plain with { Target = "/t/1?%75tm_x=1&a=1" }).Key(new KeySettings { IgnoreQuery = ["utm_*"] }).ForwardedQuery);

    [Fact]
    public void Forwarded_IsTheCanonicalTarget()
    {
        var key = (Plain with { Target = "http://example.org/%74/1?b=%7E&a" }).Key(new KeySettings());
        Assert.Equal("/t/1", key.ForwardedPath);
        Assert.Equal("?a&b=~", key.ForwardedQuery);
    }

    internal static void AssertShared(KeySettings settings, params KeyRequest[] requests)
    {
        var keys = requests.Select(r => r.Key(settings)).ToArray();
        Assert.Single(keys.Select(k => k.Key).Distinct());
        Assert.Single(keys.Select(k => k.Name).Distinct());
    }

    internal static void AssertApart(KeySettings settings, params KeyRequest[] requests) =>
        Assert.Equal(requests.Length, requests.Select(r => r.Key(settings).Key).Distinct().Count());
}
