using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace CachingGateway.Keys;

/// <summary>Which characters of a URI part stand unescaped.</summary>
internal enum UriPart
{
    Path,
    Query,
}

/// <summary>Percent-encoding in its one canonical form (RFC 3986 §2.1, §6.2.2).</summary>
internal static class PercentEncoding
{
    /// <summary>RFC 3986 §2.3: an escape of one of these is the same as the character.</summary>
    public const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    // RFC 3986 §3.3 and §3.4. An ampersand never reaches the normalisation of a query's part: it separates parts.
    private const string PathExtras = "!$&'()*+,;=:@/";
    private const string QueryExtras = "!$&'()*+,;=:@/?";

    private static readonly SearchValues<char> UnreservedCharacters = SearchValues.Create(Unreserved);
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(Unreserved + PathExtras);
    private static readonly SearchValues<char> QueryCharacters = SearchValues.Create(Unreserved + QueryExtras);

    /// <summary>
    /// Brings text into canonical form: unreserved characters unescaped, other escapes in upper case, and what may not stand
    /// raw escaped. Fails for a broken escape, <c>%00</c>, <c>#</c>, white space, control and non-ASCII characters; in a path
    /// also for a slash, a backslash or a control character that is escaped, and for a backslash as it is.
    /// </summary>
    /// <remarks>
    /// Raw bytes above 0x7F are refused and not escaped: some origins read them as Latin-1 and some as UTF-8, so no escape says
    /// what every origin would have understood.
    /// </remarks>
    public static bool TryNormalize(ReadOnlySpan<char> text, UriPart part, [NotNullWhen(true)] out string? normalized)
    {
        var plain = part == UriPart.Path ? PathCharacters : QueryCharacters;
        var first = text.IndexOfAnyExcept(plain);
        if (first < 0)
        {
            normalized = text.ToString();
            return true;
        }

        var buffer = ArrayPool<char>.Shared.Rent(text.Length * 3);
        text[..first].CopyTo(buffer);
        var length = Normalize(text[first..], part, plain, buffer.AsSpan(first));
        normalized = length < 0 ? null : new string(buffer, 0, first + length);
        ArrayPool<char>.Shared.Return(buffer);
        return normalized is not null;
    }

    /// <summary>Decodes every escape, as UTF-8. Text that is not UTF-8 then comes back as it was.</summary>
    public static string Decode(string text) =>
        !text.Contains('%', StringComparison.Ordinal) || !TryDecode(text, out var decoded) ? text : decoded;

    /// <summary>Fails where the escapes of canonical text give no valid UTF-8 (overlong forms among them).</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? decoded)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(text.Length);
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            buffer[length++] = text[i] == '%' && TryReadEscape(text[i..], out var value) ? value : (byte)text[i];
            i += text[i] == '%' ? 2 : 0;
        }

        var bytes = buffer.AsSpan(0, length);
        decoded = Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
        ArrayPool<byte>.Shared.Return(buffer);
        return decoded is not null;
    }

    /// <summary>
    /// Whether canonical path text escapes a character that could stand raw: such text differs from the raw one (RFC 3986 §2.2)
    /// and decodes to the same.
    /// </summary>
    public static bool EscapesReserved(ReadOnlySpan<char> path)
    {
        for (var i = path.IndexOf('%'); i >= 0 && i + 2 < path.Length; i++)
        {
            if (TryReadEscape(path[i..], out var value) && PathExtras.Contains((char)value, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes one byte as an escape; returns its three characters.</summary>
    public static int WriteEscape(byte value, Span<char> destination)
    {
        const string Digits = "0123456789ABCDEF";
        destination[0] = '%';
        destination[1] = Digits[value >> 4];
        destination[2] = Digits[value & 15];
        return 3;
    }

    private static int Normalize(ReadOnlySpan<char> text, UriPart part, SearchValues<char> plain, Span<char> destination)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (plain.Contains(character))
            {
                destination[length++] = character;
                continue;
            }

            var escaped = character == '%';
            byte value = 0;
            if (escaped ? !TryReadEscape(text[i..], out value) || !MayBeEscaped(value, part) : !MayBecomeEscape(character, part))
            {
                return -1;
            }

            if (escaped && UnreservedCharacters.Contains((char)value))
            {
                destination[length++] = (char)value;
            }
            else
            {
                length += WriteEscape(escaped ? value : (byte)character, destination[length..]);
            }

            i += escaped ? 2 : 0;
        }

        return length;
    }

    private static bool MayBeEscaped(byte value, UriPart part) =>
        part == UriPart.Path ? value is >= 0x20 and not 0x7F and not (byte)'/' and not (byte)'\\' : value != 0;

    private static bool MayBecomeEscape(char character, UriPart part) =>
        character is > ' ' and < (char)0x7F and not '#' && (part == UriPart.Query || character != '\\');

    private static bool TryReadEscape(ReadOnlySpan<char> text, out byte value)
    {
        value = 0;
        if (text.Length < 3 || text[0] != '%' || !char.IsAsciiHexDigit(text[1]) || !char.IsAsciiHexDigit(text[2]))
        {
            return false;
        }

        value = (byte)((HexValue(text[1]) << 4) | HexValue(text[2]));
        return true;
    }

    private static int HexValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
