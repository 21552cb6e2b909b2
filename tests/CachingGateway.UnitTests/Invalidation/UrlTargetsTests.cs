using CachingGateway.Invalidation;
using CachingGateway.Policies;
using Xunit;

namespace CachingGateway.UnitTests.Invalidation;

public class UrlTargetsTests
{
    private static readonly PolicySnapshot Policy = BuiltInPolicy.Create();

    [Theory]
    [InlineData("/a", "/a")]
    [InlineData("/a?b=2&a=1", "/a?b=2&a=1")]
    [InlineData("/%7euser", "/~user")]
    [InlineData("http://example.org/a", "example.org /a")]
    [InlineData("https://EXAMPLE.org:443/a", "example.org /a")]
    [InlineData("http://example.org:8080/a?x", "example.org:8080 /a?x")]
    [InlineData("http://example.org", "example.org /")]
    public void Url_IsAsItsResponsesAreKnown(string url, string expected) =>
        Assert.Equal(new InvalidationTarget(TargetKind.Url, expected), UrlTargets.Canonical(url, Policy));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("*")]
    [InlineData("/a b")]
    [InlineData("/%zz")]
    public void WhatIsNone_IsRefused(string url) => Assert.Null(UrlTargets.Canonical(url, Policy));
}
