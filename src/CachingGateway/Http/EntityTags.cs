using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace CachingGateway.Http;

/// <summary>
/// Entity tags: <c>[ W/ ] DQUOTE *etagc DQUOTE</c> (RFC 9110 §8.8.3). A comma is a character like others, a backslash too.
/// </summary>
internal static class EntityTags
{
    // etagc = %x21 / %x23-7E / obs-text; what is above U+00FF cannot come from a header's byte.
    private static readonly SearchValues<char> TagCharacters = SearchValues.Create(
        [.. Enumerable.Range(0x21, 0xff - 0x21 + 1).Where(code => code is not 0x22 and not 0x7f).Select(code => (char)code)]);

    public static bool IsValid(ReadOnlySpan<char> tag) => !tag.IsEmpty && Length(tag) == tag.Length;

    /// <summary>Begins with <c>W/</c>, which is case-sensitive.</summary>
    public static bool IsWeak(ReadOnlySpan<char> tag) => tag.StartsWith("W/", StringComparison.Ordinal);

    /// <summary>Both valid and alike in their opaque part (RFC 9110 §8.8.3.2).</summary>
    public static bool WeakMatch(ReadOnlySpan<char> one, ReadOnlySpan<char> other) =>
        Opaque(one).SequenceEqual(Opaque(other)) && IsValid(one) && IsValid(other);

    /// <summary>Both valid, alike and neither weak (RFC 9110 §8.8.3.2).</summary>
    public static bool StrongMatch(ReadOnlySpan<char> one, ReadOnlySpan<char> other) =>
        one.SequenceEqual(other) && !IsWeak(one) && IsValid(one);

    /// <summary>
    /// Whether an <c>If-None-Match</c> names the current entity tag, by the weak comparison, or is <c>*</c> alone
    /// (RFC 9110 §13.1.2). A line is read as far as it is well formed: what stands behind a fault matches nothing.
    /// </summary>
    public static bool AnyWeakMatch(StringValues ifNoneMatch, string? current)
    {
        if (ifNoneMatch.Count == 1 && HttpTokens.Trim(ifNoneMatch[0]) is "*")
        {
            return true;
        }

        foreach (var line in ifNoneMatch)
        {
            if (current is not null && LineMatches(line, current))
            {
                return true;
            }
        }

        return false;
    }

    private static bool LineMatches(ReadOnlySpan<char> rest, ReadOnlySpan<char> current)
    {
        while (true)
        {
            rest = rest.TrimStart(" \t,");
            var length = Length(rest);
            if (length == 0)
            {
                return false;
            }

            var tag = rest[..length];
            rest = rest[length..].TrimStart(" \t");
            if (!rest.IsEmpty && rest[0] != ',')
            {
                return false;
            }

            if (WeakMatch(tag, current))
            {
                return true;
            }
        }
    }

    /// <summary>The length of the entity tag that the text begins with; 0: it begins with none.</summary>
    private static int Length(ReadOnlySpan<char> text)
    {
        var open = IsWeak(text) ? 2 : 0;
        if (text.Length <= open || text[open] != '"')
        {
            return 0;
        }

        var inner = text[(open + 1)..];
        var end = inner.IndexOfAnyExcept(TagCharacters);
        return end >= 0 && inner[end] == '"' ? open + 1 + end + 1 : 0;
    }

    private static ReadOnlySpan<char> Opaque(ReadOnlySpan<char> tag) => IsWeak(tag) ? tag[2..] : tag;
}
