using Microsoft.Extensions.Primitives;

namespace CachingGateway.Keys;

/// <summary>
/// Reads the cookies of a request one by one (RFC 6265 §5.4 as browsers write them, and as other clients do): several lines,
/// loose white space and empty pieces are taken.
/// </summary>
internal ref struct CookieReader(StringValues lines)
{
    private readonly StringValues _lines = lines;
    private int _line;
    private ReadOnlySpan<char> _rest;

    public ReadOnlySpan<char> Name { get; private set; }

    public ReadOnlySpan<char> Value { get; private set; }

    /// <summary>
    /// Whether every origin reads the cookie alike: it has a name, and quotes around its whole value or none. Some read a
    /// quoted value beyond the semicolon, and so another cookie than the one that is keyed.
    /// </summary>
    public readonly bool IsClear =>
        !Name.IsEmpty && !Name.Contains('"')
        && (!Value.Contains('"')
            || (Value.Length >= 2 && Value[0] == '"' && Value[^1] == '"' && !Value[1..^1].ContainsAny('"', '\\')));

    public bool MoveNext()
    {
        while (true)
        {
            if (_rest.IsEmpty)
            {
                if (_line == _lines.Count)
                {
                    return false;
                }

                _rest = _lines[_line++];
                continue;
            }

            var end = _rest.IndexOf(';');
            var piece = (end < 0 ? _rest : _rest[..end]).Trim(" \t");
            _rest = end < 0 ? default : _rest[(end + 1)..];
            if (piece.IsEmpty)
            {
                continue;
            }

            // Without an equals sign there is no name that a rule could know.
            var equals = piece.IndexOf('=');
            Name = equals < 0 ? default : piece[..equals].TrimEnd(" \t");
            Value = piece[(equals + 1)..].TrimStart(" \t");
            return true;
        }
    }
}
