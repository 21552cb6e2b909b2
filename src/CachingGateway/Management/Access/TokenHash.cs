using System.Security.Cryptography;
using System.Text;

namespace CachingGateway.Management.Access;

/// <summary>Tokens are 256 random bits, so a plain hash of one gives nothing away, and costs each request next to nothing.</summary>
internal static class TokenHash
{
    public const string Form = "sha256: and 64 hexadecimal digits, as token create prints it";

    private const string Start = "sha256:";
    private const string TokenStart = "cgw_";

    public static string NewToken() =>
        TokenStart + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static byte[] Of(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>As it stands in the settings.</summary>
    public static string Write(byte[] hash) => Start + Convert.ToHexStringLower(hash);

    /// <summary><see langword="null"/>: it is not of that form.</summary>
    public static byte[]? Read(string text) =>
        text.StartsWith(Start, StringComparison.Ordinal)
        && text.Length == Start.Length + (2 * SHA256.HashSizeInBytes)
        && text.Skip(Start.Length).All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text.AsSpan(Start.Length)) : null;
}
