using CachingGateway.Keys;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CachingGateway.UnitTests.Keys;

public sealed class GlobOverlapTests
{
    [Theory]
    [InlineData("a*", "*b", true)]
    [InlineData("a*c", "*b*", true)]
    [InlineData("a?", "?b", true)]
    [InlineData("a*", "b*", false)]
    [InlineData("*.created", "log.*", true)]
    [InlineData("*.x", "*.y", false)]
    [InlineData("a?", "a", false)]
    [InlineData("", "*", true)]
    [InlineData("", "?", false)]
    [InlineData("**a", "*a*", true)]
    public void TwoGlobs_OverlapIfOneTextMatchesBoth(string one, string other, bool overlap)
    {
        Assert.Equal(overlap, GlobOverlap.Exists([.. GlobToken.Of(one)], [.. GlobToken.Of(other)]));
        Assert.Equal(overlap, GlobOverlap.Exists([.. GlobToken.Of(other)], [.. GlobToken.Of(one)]));
    }

    [Fact]
    public void TextAndGlob_OverlapIfTheGlobMatches()
    {
        var texts = Gen.ArrayOf(Gen.Elements('a', 'b', '*', '?')).Select(characters => new string(characters));
        Prop.ForAll(
            texts.ToArbitrary(),
            texts.ToArbitrary(),
            (glob, text) => NameGlob.Matches(glob, text)
                == GlobOverlap.Exists([.. GlobToken.Of(glob)], [.. GlobToken.Literal(text)])).QuickCheckThrowOnFailure();
    }
}
