using CachingGateway.Http;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace CachingGateway.UnitTests.Http;

public class EntityTagsTests
{
    private static readonly Gen<char> TagCharacters = Gen.Elements('a', ',', '\\', '!', '\u00e9', '~');

    /// <summary>RFC 9110 §8.8.3.</summary>
    [Theory]
    [InlineData("\"\"", true)]
    [InlineData("\"xyzzy\"", true)]
    [InlineData("W/\"xyzzy\"", true)]
    [InlineData("\"a,b\"", true)]
    [InlineData("\"back\\slash\"", true)]
    [InlineData("\"\u0080\u00ff\"", true)]
    [InlineData("\"!#~\"", true)]
    [InlineData("w/\"xyzzy\"", false)]
    [InlineData("W/ \"xyzzy\"", false)]
    [InlineData("xyzzy", false)]
    [InlineData("\"xyzzy", false)]
    [InlineData("\"a b\"", false)]
    [InlineData("\"a\"b\"", false)]
    [InlineData("\"\u007f\"", false)]
    [InlineData("\"\u0001\"", false)]
    [InlineData("\"\u0100\"", false)]
    [InlineData("W/", false)]
    [InlineData("*", false)]
    [InlineData("", false)]
    public void Validity_FollowsTheGrammar(string tag, bool expected) => Assert.Equal(expected, EntityTags.IsValid(tag));

    /// <summary>The table of RFC 9110 §8.8.3.2.</summary>
    [Theory]
    [InlineData("W/\"1\"", "W/\"1\"", false, true)]
    [InlineData("W/\"1\"", "W/\"2\"", false, false)]
    [InlineData("W/\"1\"", "\"1\"", false, true)]
    [InlineData("\"1\"", "\"1\"", true, true)]
    [InlineData("\"a\"", "\"A\"", false, false)]
    [InlineData("1", "1", false, false)]
    public void Comparison_IsWeakOrStrong(string one, string other, bool strong, bool weak)
    {
        Assert.Equal((strong, weak), (EntityTags.StrongMatch(one, other), EntityTags.WeakMatch(one, other)));
        Assert.Equal((strong, weak), (EntityTags.StrongMatch(other, one), EntityTags.WeakMatch(other, one)));
    }

    /// <summary>RFC 9110 §13.1.2; the current entity tag is <c>"a,b"</c>.</summary>
    [Theory]
    [InlineData("\"a,b\"", true)]
    [InlineData("W/\"a,b\"", true)]
    [InlineData("\"x\", \"a,b\"", true)]
    [InlineData("\"x\",\"a,b\",\"y\"", true)]
    [InlineData(", ,\t\"a,b\" ,", true)]
    [InlineData("*", true)]
    [InlineData(" * ", true)]
    [InlineData("*, \"x\"", false)]
    [InlineData("\"*\"", false)]
    [InlineData("\"a\", \"b\"", false)]
    [InlineData("a,b", false)]
    [InlineData("\"a,b", false)]
    [InlineData("\"a,b\"x", false)]
    [InlineData("x, \"a,b\"", false)]
    [InlineData("", false)]
    public void List_IsSearched(string line, bool expected) => Assert.Equal(expected, EntityTags.AnyWeakMatch(line, "\"a,b\""));

    [Fact]
    public void Lines_AreSearchedAll()
    {
        Assert.True(EntityTags.AnyWeakMatch(new StringValues(["\"x\"", "broken", "\"y\""]), "\"y\""));
        Assert.False(EntityTags.AnyWeakMatch(new StringValues(["*", "\"x\""]), "\"y\""));
    }

    [Theory]
    [InlineData("\"x\"", false)]
    [InlineData("*", true)]
    public void NoCurrentTag_IsMatchedByTheStarAlone(string line, bool expected) =>
        Assert.Equal(expected, EntityTags.AnyWeakMatch(line, null));

    [Fact]
    public void AnyText_IsReadAndMatchesOnlyWhatItContains() =>
        Prop.ForAll(HeaderTexts.Arbitrary, text =>
            !EntityTags.AnyWeakMatch(text, "W/\"current\"")
            || text.Trim(' ', '\t') == "*" || text.Contains("\"current\"", StringComparison.Ordinal)).QuickCheckThrowOnFailure();

    [Fact]
    public void ListCutAnywhere_MatchesNothingThatTheWholeDoesNot() =>
        Prop.ForAll(TagCharacters.ArrayOf().ToArbitrary(), tag =>
        {
            var line = $"\"x\", W/\"{new string(tag)}\", \"a\", W/\"b\"";
            return Enumerable.Range(0, line.Length).All(length =>
                !EntityTags.AnyWeakMatch(line[..length], $"\"{new string(tag)}b\"")
                && EntityTags.AnyWeakMatch(line[..length], "W/\"x\"") == (length >= 3));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void WrittenList_IsReadBack() =>
        Prop.ForAll(TagCharacters.ArrayOf().ArrayOf().ToArbitrary(), tags =>
        {
            var line = string.Join(", ", tags.Select(tag => $"\"{new string(tag)}\""));
            return tags.All(tag => EntityTags.AnyWeakMatch(line, $"W/\"{new string(tag)}\""))
                && !EntityTags.AnyWeakMatch(line, "\"absent\"");
        }).QuickCheckThrowOnFailure();
}
