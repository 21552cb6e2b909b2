using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using CachingGateway.Keys;

namespace CachingGateway.Policies.Matching;

/// <summary>
/// Brings the text of a template into the canonical form of a target, so that the two are compared as they stand.
/// </summary>
internal static class PathLiteral
{
    /// <summary>Fails on what no canonical target can hold: broken escapes, escaped slashes, bytes that are no UTF-8.</summary>
    public static bool TryCanonicalize(string text, [NotNullWhen(true)] out string? canonical) =>
        PercentEncoding.TryNormalize(EscapeRaw(text), UriPart.Path, out canonical) && PercentEncoding.TryDecode(canonical, out _);

    /// <summary>Whether a whole segment is one that no target may have, so that a route with it would never match.</summary>
    public static bool IsAmbiguous(string segment) => segment.Split(';')[0] is "." or ".." or "";

    /// <summary>A template may be written with characters that a request has to escape.</summary>
    private static string EscapeRaw(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (value is > (byte)' ' and < 0x7F and not (byte)'#')
                escaped.Append((char)value);
            else
                escaped.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }
}
