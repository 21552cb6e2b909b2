using System.Globalization;

namespace CachingGateway.ConformanceTests.Kit;

/// <summary>A member of a list: an item, as text, and its parameters (<see cref="bool"/>, <see cref="long"/> or text).</summary>
internal sealed record ListMember(string Item, IReadOnlyDictionary<string, object> Parameters)
{
    public bool Is(string name) => Parameters.TryGetValue(name, out var value) && value is true;

    public string? Text(string name) => Parameters.TryGetValue(name, out var value) ? value as string : null;

    public long? Number(string name) => Parameters.TryGetValue(name, out var value) ? value as long? : null;
}

/// <summary>A list of items as RFC 9651 §3.1 has it, read strictly: as little as <c>Cache-Status</c> needs.</summary>
internal sealed class StructuredList
{
    private readonly string _text;
    private int _at;

    private StructuredList(string text) => _text = text.Trim(' ');

    /// <returns><see langword="null"/>: it is none.</returns>
    public static IReadOnlyList<ListMember>? Parse(string text)
    {
        try
        {
            return new StructuredList(text).Members();
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private List<ListMember> Members()
    {
        var members = new List<ListMember>();
        while (_at < _text.Length)
        {
            members.Add(new ListMember(Convert.ToString(Bare(), CultureInfo.InvariantCulture)!, Parameters()));
            Skip(" \t");
            if (_at == _text.Length)
                return members;
            Expect(',');
            Skip(" \t");
            if (_at == _text.Length)
                throw new FormatException("A comma at the end.");
        }
        return members;
    }

    private Dictionary<string, object> Parameters()
    {
        var parameters = new Dictionary<string, object>(StringComparer.Ordinal);
        while (Next == ';')
        {
            _at++;
            Skip(" ");
            var name = While(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)
                || "_-.*".Contains(c, StringComparison.Ordinal));
            if (name.Length == 0 || !(char.IsAsciiLetterLower(name[0]) || name[0] == '*'))
                throw new FormatException("No key.");
            parameters[name] = true;
            if (Next != '=')
                continue;
            _at++;
            parameters[name] = Bare();
        }
        return parameters;
    }

    private object Bare() => Next switch
    {
        '"' => String(),
        '?' => Boolean(),
        '-' or (>= '0' and <= '9') => Integer(),
        '*' or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') => While(c =>
            char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~:/".Contains(c, StringComparison.Ordinal)),
        _ => throw new FormatException("No item."),
    };

    private string String()
    {
        Expect('"');
        var value = "";
        for (; Next != '"'; _at++)
        {
            if (Next == '\\')
                _at++;
            if (Next is < ' ' or > '~')
                throw new FormatException("No character of a string.");
            value += Next;
        }
        Expect('"');
        return value;
    }

    private bool Boolean()
    {
        Expect('?');
        var isTrue = Next == '1';
        Expect(isTrue ? '1' : '0');
        return isTrue;
    }

    private long Integer()
    {
        var sign = Next == '-' ? -1 : 1;
        if (sign < 0)
            _at++;
        return sign * long.Parse(While(char.IsAsciiDigit), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private char Next => _at < _text.Length ? _text[_at] : '\0';

    private void Expect(char c)
    {
        if (Next != c)
            throw new FormatException($"No {c} at {_at}.");
        _at++;
    }

    private void Skip(string characters) => While(c => characters.Contains(c, StringComparison.Ordinal));

    private string While(Func<char, bool> belongs)
    {
        var start = _at;
        while (_at < _text.Length && belongs(_text[_at]))
            _at++;
        return _text[start.._at];
    }
}
