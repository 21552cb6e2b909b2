using System.Buffers;
using System.Globalization;

namespace CachingGateway.Http;

/// <summary>Reads items, inner lists and parameters of structured fields (RFC 9651 §4.2) off the front of a text.</summary>
internal ref struct StructuredReader(ReadOnlySpan<char> text)
{
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create(Lower + Digits + "_-.*");
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create(Lower + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + Digits + "!#$%&'*+-.^_`|~:/");

    private static readonly SearchValues<char> Base64Characters =
        SearchValues.Create(Lower + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + Digits + "+/=");

    private ReadOnlySpan<char> _rest = text;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public void SkipSpaces() => _rest = _rest.TrimStart(' ');

    public void SkipWhiteSpace() => _rest = _rest.TrimStart(" \t");

    public bool TrySkip(char expected)
    {
        if (_rest.IsEmpty || _rest[0] != expected)
            return false;
        _rest = _rest[1..];
        return true;
    }

    /// <summary>§4.2.3.3.</summary>
    public bool TryReadKey(out ReadOnlySpan<char> key)
    {
        key = Take(KeyCharacters);
        return !key.IsEmpty && (char.IsAsciiLetterLower(key[0]) || key[0] == '*');
    }

    /// <summary>An item or an inner list, with its parameters (§4.2.1.1).</summary>
    public bool TryReadValue(out StructuredKind kind, out long number)
    {
        if (!TrySkip('('))
            return TryReadItem(out kind, out number);
        (kind, number) = (StructuredKind.InnerList, 0);
        while (true)
        {
            SkipSpaces();
            if (TrySkip(')'))
                return TrySkipParameters();
            if (!TryReadItem(out _, out _) || IsAtEnd || !(_rest[0] is ' ' or ')'))
                return false;
        }
    }

    /// <summary>§4.2.3.2.</summary>
    public bool TrySkipParameters()
    {
        while (TrySkip(';'))
        {
            SkipSpaces();
            if (!TryReadKey(out _) || (TrySkip('=') && !TryReadBareItem(out _, out _)))
                return false;
        }

        return true;
    }

    private bool TryReadItem(out StructuredKind kind, out long number) => TryReadBareItem(out kind, out number) && TrySkipParameters();

    /// <summary>§4.2.3.1: the first character tells the kind.</summary>
    private bool TryReadBareItem(out StructuredKind kind, out long number)
    {
        (kind, number) = (StructuredKind.String, 0);
        if (IsAtEnd)
            return false;
        switch (_rest[0])
        {
            case '-' or (>= '0' and <= '9'):
                return TryReadNumber(out kind, out number);
            case '"':
                return TryReadString();
            case '?':
                kind = StructuredKind.Boolean;
                _rest = _rest[1..];
                number = TrySkip('1') ? 1 : 0;
                return number == 1 || TrySkip('0');
            case ':':
                kind = StructuredKind.Bytes;
                _rest = _rest[1..];
                Take(Base64Characters);
                return TrySkip(':');
            case '@':
                _rest = _rest[1..];
                return TryReadNumber(out var inner, out number) && inner == StructuredKind.Integer && (kind = StructuredKind.Date) == StructuredKind.Date;
            case '%':
                kind = StructuredKind.DisplayString;
                _rest = _rest[1..];
                return TryReadString();
            default:
                kind = StructuredKind.Token;
                var token = char.IsAsciiLetter(_rest[0]) || _rest[0] == '*' ? Take(TokenCharacters) : [];
                return !token.IsEmpty;
        }
    }

    /// <summary>§4.2.4: at most 15 digits, or 12 and three behind the point.</summary>
    private bool TryReadNumber(out StructuredKind kind, out long number)
    {
        (kind, number) = (StructuredKind.Integer, 0);
        var isNegative = TrySkip('-');
        var digits = TakeDigits();
        if (digits.IsEmpty || digits.Length > 15)
            return false;
        if (TrySkip('.'))
        {
            kind = StructuredKind.Decimal;
            return digits.Length <= 12 && TakeDigits().Length is >= 1 and <= 3;
        }

        number = long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        number = isNegative ? -number : number;
        return true;
    }

    /// <summary>§4.2.5: printable ASCII; a backslash escapes itself and the quote alone.</summary>
    private bool TryReadString()
    {
        if (!TrySkip('"'))
            return false;
        while (!IsAtEnd)
        {
            var character = _rest[0];
            _rest = _rest[1..];
            if (character == '"')
                return true;
            if (character is < ' ' or > '~' || (character == '\\' && !TrySkip('"') && !TrySkip('\\')))
                return false;
        }

        return false;
    }

    private ReadOnlySpan<char> TakeDigits()
    {
        var end = _rest.IndexOfAnyExceptInRange('0', '9');
        return TakeLength(end < 0 ? _rest.Length : end);
    }

    private ReadOnlySpan<char> Take(SearchValues<char> characters)
    {
        var end = _rest.IndexOfAnyExcept(characters);
        return TakeLength(end < 0 ? _rest.Length : end);
    }

    private ReadOnlySpan<char> TakeLength(int length)
    {
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
