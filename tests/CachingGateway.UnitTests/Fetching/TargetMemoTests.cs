using CachingGateway.Fetching;
using Xunit;

namespace CachingGateway.UnitTests.Fetching;

public sealed class TargetMemoTests
{
    private readonly TargetMemo _memo = new();

    [Theory]
    [InlineData("http://origin:81/base/", "/a//b/../%2f?x=%41&y", "http://origin:81/base/a//b/../%2f?x=%41&y")]
    [InlineData("http://origin", "/", "http://origin/")]
    public void Address_IsTheTargetAsWritten(string prefix, string target, string address) =>
        Assert.Equal(address, _memo.Find(prefix, target)!.AbsoluteUri);

    [Fact]
    public void TargetAskedForAgain_IsNotTakenApartAgain() =>
        Assert.Same(_memo.Find("http://origin/", "/page"), _memo.Find("http://origin/", new string("/page")));

    [Fact]
    public void TargetsThatMeetInOnePlace_AreToldApart()
    {
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 5000; i++)
                Assert.Equal($"/{i}", _memo.Find("http://origin/", $"/{i}")!.AbsolutePath);
        }
    }

    [Fact]
    public void AnotherDestination_HasItsOwnAddress()
    {
        _memo.Find("http://one/", "/page");

        Assert.Equal("two", _memo.Find("http://two/", "/page")!.Host);
    }

    [Fact]
    public void WhatMakesNoAddress_IsNone() => Assert.Null(_memo.Find("http://:x/", "/page"));
}
