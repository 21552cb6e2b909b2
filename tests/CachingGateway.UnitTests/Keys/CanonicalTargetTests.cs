using CachingGateway.Keys;
using FsCheck.Fluent;
using Xunit;

namespace CachingGateway.UnitTests.Keys;

public sealed class CanonicalTargetTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/v1/trigs/123", "/v1/trigs/123")]
    [InlineData("/v1/trigs/", "/v1/trigs/")]
    [InlineData("/%7Euser/%61%2D", "/~user/a-")]
    [InlineData("/caf%c3%a9", "/caf%C3%A9")]
    [InlineData("/a%20b", "/a%20b")]
    [InlineData("/a%3ab", "/a%3Ab")]
    [InlineData("/a:b", "/a:b")]
    [InlineData("/{a}|[b]", "/%7Ba%7D%7C%5Bb%5D")]
    [InlineData("/%252e%252e", "/%252e%252e")]
    [InlineData("/.well-known/x", "/.well-known/x")]
    [InlineData("/...", "/...")]
    [InlineData("/a;x=1/b", "/a;x=1/b")]
    [InlineData("http://example.org/a?b", "/a")]
    [InlineData("HTTPS://example.org:8443", "/")]
    [InlineData("http://example.org?b=1", "/")]
    public void PathThatEveryOriginReadsAlike_BecomesCanonical(string raw, string path)
    {
        Assert.True(CanonicalTarget.TryParse(raw, out var target));
        Assert.Equal(path, target.Path);
        Assert.Equal(path[1..].Split('/'), target.Segments);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("example.org:443")]
    [InlineData("a/b")]
    [InlineData("ftp://example.org/")]
    [InlineData("http:///a")]
    [InlineData("http://user@example.org/a")]
    [InlineData("http://example.org\\@evil/a")]
    [InlineData("/a/../b")]
    [InlineData("/a/./b")]
    [InlineData("/..")]
    [InlineData("/a/%2e%2E/b")]
    [InlineData("/a/.%2e")]
    [InlineData("/a/..;x=1/b")]
    [InlineData("/a/;/b")]
    [InlineData("//a")]
    [InlineData("/a//b")]
    [InlineData("/a%2Fb")]
    [InlineData("/a%2fb")]
    [InlineData("/a%5Cb")]
    [InlineData("/a\\b")]
    [InlineData("/a%00")]
    [InlineData("/a%0d%0ab")]
    [InlineData("/a%7f")]
    [InlineData("/a%")]
    [InlineData("/a%4")]
    [InlineData("/a%zz")]
    [InlineData("/a#b")]
    [InlineData("/a b")]
    [InlineData("/a\tb")]
    [InlineData("/caf\u00e9")]
    [InlineData("/a\u4e00")]
    [InlineData("/%ff")]
    [InlineData("/%c0%af")]
    [InlineData("/a?b=%00")]
    [InlineData("/a?b=%4")]
    [InlineData("/a?b#c")]
    [InlineData("/a?b=\u00e9")]
    [InlineData("/a?b c")]
    public void TargetThatOriginsReadDifferently_IsRefused(string raw)
    {
        Assert.False(CanonicalTarget.TryParse(raw, out var target));
        Assert.Null(target);
    }

    [Theory]
    [InlineData("/?", "")]
    [InlineData("/?a=1&b", "a=1|b")]
    [InlineData("/?&&a=&", "a=")]
    [InlineData("/?a=1&a=2", "a=1|a=2")]
    [InlineData("/?a=b=c", "a=b=c")]
    [InlineData("/?a=b?c/d", "a=b?c/d")]
    [InlineData("/?=x", "=x")]
    [InlineData("/?%61=%62+c%20d%2b", "a=b+c%20d%2B")]
    [InlineData("/?f[x]=\"y\"", "f%5Bx%5D=%22y%22")]
    [InlineData("/?a=%ff", "a=%FF")]
    [InlineData("/?a=%26b%3d", "a=%26b%3D")]
    [InlineData("/?a=../b", "a=../b")]
    [InlineData("/?a=x\\y", "a=x%5Cy")]
    public void Query_IsSplitAndCanonical(string raw, string expected)
    {
        Assert.True(CanonicalTarget.TryParse(raw, out var target));
        Assert.Equal(expected, string.Join('|', target.Query.Select(p => p.Value is null ? p.Name : $"{p.Name}={p.Value}")));
    }

    [Fact]
    public void CanonicalPath_IsTheSameStringAgain()
    {
        Assert.True(CanonicalTarget.TryParse("/%61?%62", out var once));
        Assert.True(CanonicalTarget.TryParse(once.Path, out var twice));
        Assert.Equal(once.Path, twice.Path);
    }

    [Fact]
    public void AnyText_ParsesWithoutThrowingAndTwiceAlike()
    {
        var pieces = Gen.Elements(
            "/", "%", "%2", "%2e", "%41", "%C3%A9", ".", "..", ";", "?", "&", "=", "a", "B", "+", "#",
            "\\", "\u00e9", " ", "[", "\0");
        var texts = Gen.OneOf(
            pieces.ListOf().Select(p => "/" + string.Concat(p)),
            Gen.Choose(0, 0xFFFF).Select(c => (char)c).ArrayOf().Select(c => new string(c)),
            pieces.ListOf().Select(p => "http://example.org/" + string.Concat(p)));
        texts.Holds(1000, raw =>
        {
            if (!CanonicalTarget.TryParse(raw, out var once))
            {
                return true;
            }

            var query = string.Join('&', once.Query.Select(p => p.Value is null ? p.Name : $"{p.Name}={p.Value}"));
            return CanonicalTarget.TryParse($"{once.Path}?{query}", out var twice)
                && twice.Path == once.Path
                && twice.Query.SequenceEqual(once.Query);
        });
    }
}
