using CachingGateway.Http;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace CachingGateway.UnitTests.Http;

/// <summary>RFC 9110 §14.1.2 and §14.2, of a representation of 100 bytes.</summary>
public class ByteRangesTests
{
    private const int Length = 100;

    [Theory]
    [InlineData("bytes=0-0", "0-0")]
    [InlineData("bytes=0-99", "0-99")]
    [InlineData("bytes=0-1000", "0-99")]
    [InlineData("bytes=50-", "50-99")]
    [InlineData("bytes=-1", "99-99")]
    [InlineData("bytes=-1000", "0-99")]
    [InlineData("BYTES=1-2", "1-2")]
    [InlineData("bytes= 1-2 , 5-6", "1-2 5-6")]
    [InlineData("bytes=,1-2,,", "1-2")]
    [InlineData("bytes=5-6,1-2", "5-6 1-2")]
    [InlineData("bytes=1-2,100-", "1-2")]
    [InlineData("bytes=100-", "")]
    [InlineData("bytes=-0", "")]
    [InlineData("bytes=99999999999999999999-", "")]
    [InlineData("bytes=0-99999999999999999999", "0-99")]
    public void Ranges_AreThoseThatThereAre(string range, string expected) =>
        Assert.Equal(expected, string.Join(' ', ByteRanges.Resolve(range, Length)!.Select(r => $"{r.First}-{r.Last}")));

    [Theory]
    [InlineData("")]
    [InlineData("bytes")]
    [InlineData("bytes=")]
    [InlineData("items=0-1")]
    [InlineData("bytes=2-1")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=1")]
    [InlineData("bytes=-")]
    [InlineData("bytes=+1-2")]
    [InlineData("bytes=1-2-3")]
    [InlineData("bytes=0-1,x")]
    [InlineData("bytes=0-10,5-6")]
    [InlineData("bytes=0-,0-")]
    [InlineData("bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22,24-24,26-26,28-28,30-30,32-32")]
    public void WhatIsNoRangeOrTooMuch_IsNotHeeded(string range) => Assert.Null(ByteRanges.Resolve(range, Length));

    [Fact]
    public void TwoFields_AreNotHeeded() => Assert.Null(ByteRanges.Resolve(new StringValues(["bytes=0-1", "bytes=3-4"]), Length));

    [Fact]
    public void OfNothing_NothingCanBeHad() => Assert.Empty(ByteRanges.Resolve("bytes=0-0,-5", 0)!);

    [Fact]
    public void AnyText_GivesRangesInsideTheBody_WhichDoNotOverlap() =>
        Prop.ForAll(Texts.ToArbitrary(), text =>
        {
            var found = ByteRanges.Resolve(text, Length) ?? [];
            return found.All(r => r is { First: >= 0, Last: < Length } && r.First <= r.Last) && found.Sum(r => r.Length) <= Length;
        }).QuickCheckThrowOnFailure();

    private static Gen<string> Texts { get; } = Gen.Elements("bytes=", "-", "0", "7", "99", ",", " ", "x", "100", "12-15")
        .ArrayOf().Select(pieces => "bytes=" + string.Concat(pieces));
}
