using System.Buffers;

namespace CachingGateway.Http;

/// <summary>The characters that the grammars of header fields are made of (RFC 9110 §5.6.2 and §5.6.3).</summary>
internal static class HttpTokens
{
    private const string Tchars = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string OptionalWhiteSpace = " \t";

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(Tchars);

    /// <summary>Whether the text is a <c>token</c>: not empty, of <c>tchar</c> only.</summary>
    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenCharacters);

    /// <summary>How many characters at the start of the text are of a token.</summary>
    public static int LeadingLength(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(TokenCharacters);
        return end < 0 ? text.Length : end;
    }

    /// <summary>
    /// The next run of token characters, whatever stands before it. Both are cut off <paramref name="rest"/>; empty: no more.
    /// </summary>
    public static ReadOnlySpan<char> NextRun(scoped ref ReadOnlySpan<char> rest)
    {
        var start = rest.IndexOfAny(TokenCharacters);
        if (start < 0)
        {
            return rest = [];
        }

        rest = rest[start..];
        var run = rest[..LeadingLength(rest)];
        rest = rest[run.Length..];
        return run;
    }

    /// <summary>The text without <c>OWS</c> at both ends.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text) => text.Trim(OptionalWhiteSpace);

    public static bool Equal(ReadOnlySpan<char> text, ReadOnlySpan<char> lowerCaseName) =>
        text.Equals(lowerCaseName, StringComparison.OrdinalIgnoreCase);
}
