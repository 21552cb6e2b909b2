using System.Text;

namespace CachingGateway.Observability;

/// <summary>
/// The tokens by which logs, metrics and <c>Cache-Status</c> name a <see cref="CacheReason"/>: one list for all three.
/// </summary>
internal static class CacheReasons
{
    // By the value of the reason, which begin at 0 and leave none out.
    private static readonly string[] Tokens = [.. Enum.GetNames<CacheReason>().Select(KebabCase)];

    /// <summary><c>set-cookie</c> for <see cref="CacheReason.SetCookie"/>; an RFC 9651 §3.3.4 token in lower case.</summary>
    public static string Token(this CacheReason reason) => Tokens[(int)reason];

    /// <summary>The token of a member of such an enumeration.</summary>
    public static string KebabCase(string name)
    {
        var token = new StringBuilder(name.Length + 4);
        foreach (var character in name)
        {
            if (char.IsAsciiLetterUpper(character) && token.Length > 0)
            {
                token.Append('-');
            }

            token.Append(char.ToLowerInvariant(character));
        }

        return token.ToString();
    }
}
