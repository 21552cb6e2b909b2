namespace CachingGateway.Http;

/// <summary>
/// Reads one line of <c>Cache-Control</c> (RFC 9111 §5.2): <c>#( token [ "=" ( token / quoted-string ) ] )</c>, without
/// allocating and in linear time.
/// </summary>
/// <remarks>
/// A member outside that grammar (<c>max-age=60; no-store</c>, a quote that never closes) is not skipped: every token in
/// it comes out as a directive that <see cref="IsBroken"/>, so that what restricts is heard however badly it is written.
/// </remarks>
internal ref struct DirectiveReader(ReadOnlySpan<char> line)
{
    private ReadOnlySpan<char> _rest = line;
    private ReadOnlySpan<char> _broken;

    // Once a quote does not close, no later one can: they count as plain characters, which also keeps the reading linear.
    private bool _quotesAreBroken;

    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>The argument, without its quotes but with its escapes; empty also when there is none.</summary>
    public ReadOnlySpan<char> Value { get; private set; }

    public bool HasValue { get; private set; }

    /// <summary>The directive was found in a member that is not well formed: it may restrict, it never permits.</summary>
    public bool IsBroken { get; private set; }

    public bool MoveNext()
    {
        while (true)
        {
            if (!_broken.IsEmpty)
            {
                var run = HttpTokens.NextRun(ref _broken);
                if (!run.IsEmpty)
                {
                    Set(run, [], hasValue: false, isBroken: true);
                    return true;
                }
            }

            _rest = _rest.TrimStart(" \t,");
            if (_rest.IsEmpty)
            {
                return false;
            }

            if (ReadMember())
            {
                return true;
            }
        }
    }

    /// <summary>
    /// Takes one member off the rest: into the properties, or where it is malformed into <see cref="_broken"/>.
    /// </summary>
    private bool ReadMember()
    {
        var name = _rest[..HttpTokens.LeadingLength(_rest)];
        var after = _rest[name.Length..];
        if (name.IsEmpty)
        {
            return Break(0);
        }

        if (after.IsEmpty || after[0] != '=')
        {
            return Finish(name, [], hasValue: false, name.Length);
        }

        after = after[1..];
        if (after.IsEmpty || after[0] != '"')
        {
            var value = after[..HttpTokens.LeadingLength(after)];
            return value.IsEmpty ? Break(0) : Finish(name, value, hasValue: true, name.Length + 1 + value.Length);
        }

        var close = _quotesAreBroken ? -1 : ClosingQuote(after);
        if (close < 0)
        {
            _quotesAreBroken = true;
            return Break(0);
        }

        return Finish(name, after[1..close], hasValue: true, name.Length + 1 + close + 1);
    }

    /// <summary>The member ends here if it is well formed: only white space may stand before the comma.</summary>
    private bool Finish(ReadOnlySpan<char> name, ReadOnlySpan<char> value, bool hasValue, int length)
    {
        var after = _rest[length..].TrimStart(" \t");
        if (!after.IsEmpty && after[0] != ',')
        {
            return Break(length);
        }

        _rest = after;
        Set(name, value, hasValue, isBroken: false);
        return true;
    }

    /// <summary>Sets the member aside up to the first comma at or after <paramref name="from"/>.</summary>
    private bool Break(int from)
    {
        var comma = _rest[from..].IndexOf(',');
        var end = comma < 0 ? _rest.Length : from + comma;
        _broken = _rest[..end];
        _rest = _rest[end..];
        return false;
    }

    private void Set(ReadOnlySpan<char> name, ReadOnlySpan<char> value, bool hasValue, bool isBroken)
    {
        Name = name;
        Value = value;
        HasValue = hasValue;
        IsBroken = isBroken;
    }

    private static int ClosingQuote(ReadOnlySpan<char> quoted)
    {
        var at = 1;
        while (at < quoted.Length)
        {
            var next = quoted[at..].IndexOfAny('"', '\\');
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (quoted[at] == '"')
            {
                return at;
            }

            at += 2;
        }

        return -1;
    }
}
