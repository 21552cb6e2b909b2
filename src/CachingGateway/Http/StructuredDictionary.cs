using Microsoft.Extensions.Primitives;

namespace CachingGateway.Http;

/// <summary>What kind of value a member of a structured field has (RFC 9651 §3).</summary>
internal enum StructuredKind
{
    InnerList,
    Integer,
    Decimal,
    String,
    Token,
    Bytes,
    Boolean,
    Date,
    DisplayString,
}

/// <summary>One member of a dictionary; its parameters are read and left out.</summary>
/// <param name="Key">In lower case, as keys are.</param>
/// <param name="Kind">The kind of its value.</param>
/// <param name="Number">An integer's or date's value; a boolean's as 1 or 0; of other kinds 0.</param>
internal readonly record struct StructuredMember(string Key, StructuredKind Kind, long Number)
{
    /// <summary>Whether it is there and not the boolean <c>?0</c>.</summary>
    public bool IsSet => Kind != StructuredKind.Boolean || Number != 0;
}

/// <summary>Reads dictionaries of structured fields (RFC 9651 §4.2.2), strictly: one fault anywhere, and there is no dictionary.</summary>
internal static class StructuredDictionary
{
    /// <summary>All lines of the field as one dictionary; of two members of one key the later counts.</summary>
    /// <returns>The members in order; <see langword="null"/>: not well formed.</returns>
    public static IReadOnlyList<StructuredMember>? TryParse(StringValues lines)
    {
        var members = new List<StructuredMember>();
        var reader = new StructuredReader(lines.Count == 1 ? lines[0] : string.Join(',', (IEnumerable<string?>)lines));
        reader.SkipSpaces();
        if (reader.IsAtEnd)
            return members;
        while (TryReadMember(ref reader, out var member))
        {
            members.RemoveAll(earlier => earlier.Key == member.Key);
            members.Add(member);
            reader.SkipWhiteSpace();
            if (reader.IsAtEnd)
                return members;
            if (!reader.TrySkip(','))
                return null;
            reader.SkipWhiteSpace();
            // A comma with nothing behind it is a fault.
            if (reader.IsAtEnd)
                return null;
        }

        return null;
    }

    private static bool TryReadMember(ref StructuredReader reader, out StructuredMember member)
    {
        member = default;
        if (!reader.TryReadKey(out var key))
            return false;
        member = new StructuredMember(key.ToString(), StructuredKind.Boolean, 1);
        if (!reader.TrySkip('='))
            return reader.TrySkipParameters();
        if (!reader.TryReadValue(out var kind, out var number))
            return false;
        member = member with { Kind = kind, Number = number };
        return true;
    }
}
