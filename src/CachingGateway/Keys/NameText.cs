using System.Buffers;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace CachingGateway.Keys;

/// <summary>
/// How values stand in names. Everything but unreserved characters and <c>+ , = @ /</c> is percent-encoded, so no value brings
/// along a separator, a glob character or a mark; a text of over <see cref="MaxChars"/> becomes a hash; an absent value is
/// <c>-</c>, which no value is (<c>%2D</c> is).
/// </summary>
internal static class NameText
{
    public static readonly string Absent = "-";

    /// <summary>Begins the text of <c>{params}</c>, and that of no value.</summary>
    public const string ParamsMark = "params_";

    /// <summary>The longest text of one value.</summary>
    public const int MaxChars = 128;

    /// <summary>Begins the hash of a long value, and no other text.</summary>
    private const char HashMark = '!';

    /// <summary>Between several values of one name. It is escaped within a value, and never stands raw in a parameter.</summary>
    private const char ValueSeparator = '&';

    private static readonly SearchValues<char> Plain = SearchValues.Create(PercentEncoding.Unreserved + "+,=@/");
    private static readonly SearchValues<char> PlainOrEscape = SearchValues.Create(PercentEncoding.Unreserved + "+,=@/%");

    /// <summary>Appends raw values: absent, one, or several.</summary>
    public static void Append(StringBuilder text, StringValues values, bool hashed)
    {
        var start = text.Length;
        var valid = true;
        for (var i = 0; i < values.Count && !hashed; i++)
        {
            Separate(text, i);
            valid &= TryEscape(text, values[i] ?? "");
        }

        Complete(text, start, values.Count, hashed, valid, () => Hash(values));
    }

    /// <summary>Appends the values of parameters of one name, which are percent-encoded already.</summary>
    public static void AppendQuery(StringBuilder text, QueryParameter[] parameters, bool hashed)
    {
        var start = text.Length;
        for (var i = 0; i < parameters.Length && !hashed; i++)
        {
            Separate(text, i);
            AppendEncoded(text, parameters[i].Value);
        }

        Complete(text, start, parameters.Length, hashed, valid: true, () => Hash(parameters));
    }

    /// <summary>
    /// Whether a parameter's text in a name stands for it alone. A raw character that names escape reads as its escape there
    /// (two parameters to RFC 3986 §2.2), a value without <c>=</c> as an empty one, and so does a name in another encoding.
    /// </summary>
    public static bool IsUnique(in QueryParameter parameter) =>
        parameter.Value is not null
        && !parameter.Value.AsSpan().ContainsAnyExcept(PlainOrEscape)
        && !PercentEncoding.EscapesReserved(parameter.Name);

    private static void Separate(StringBuilder text, int index)
    {
        if (index > 0)
        {
            text.Append(ValueSeparator);
        }
    }

    private static void Complete(StringBuilder text, int start, int count, bool hashed, bool valid, Func<Digest> hash)
    {
        if (count == 0)
        {
            text.Append(Absent);
        }
        else if (hashed)
        {
            text.Append(hash().ToString());
        }
        else if (!valid || text.Length - start > MaxChars)
        {
            text.Length = start;
            text.Append(HashMark).Append(hash().ToString());
        }
        else
        {
            SetApart(text, start);
        }
    }

    /// <summary>A value that reads like the mark of something else has its first character escaped.</summary>
    private static void SetApart(StringBuilder text, int start)
    {
        var length = text.Length - start;
        if (length == 1 && text[start] == Absent[0])
        {
            text.Length = start;
            text.Append("%2D");
        }
        else if (length >= ParamsMark.Length && text.ToString(start, ParamsMark.Length) == ParamsMark)
        {
            text.Remove(start, 1).Insert(start, "%70");
        }
    }

    /// <summary>Text that is not valid UTF-16 has no escape of its own.</summary>
    private static bool TryEscape(StringBuilder text, string value)
    {
        if (!value.AsSpan().ContainsAnyExcept(Plain))
        {
            text.Append(value);
            return true;
        }

        Span<char> escape = stackalloc char[3];
        Span<byte> bytes = stackalloc byte[4];
        for (var rest = value.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var consumed) != OperationStatus.Done)
            {
                return false;
            }

            if (consumed == 1 && Plain.Contains(rest[0]))
            {
                text.Append(rest[0]);
            }
            else
            {
                foreach (var part in bytes[..rune.EncodeToUtf8(bytes)])
                {
                    PercentEncoding.WriteEscape(part, escape);
                    text.Append(escape);
                }
            }

            rest = rest[consumed..];
        }

        return true;
    }

    private static void AppendEncoded(StringBuilder text, string? encoded)
    {
        Span<char> escape = stackalloc char[3];
        foreach (var character in encoded ?? "")
        {
            if (PlainOrEscape.Contains(character))
            {
                text.Append(character);
            }
            else
            {
                PercentEncoding.WriteEscape((byte)character, escape);
                text.Append(escape);
            }
        }
    }

    private static Digest Hash(StringValues values)
    {
        var encoder = new IdentityEncoder(stackalloc byte[IdentityEncoder.ScratchBytes]);
        encoder.Begin("values");
        encoder.AddEach(FieldKind.Value, values);
        return encoder.Finish();
    }

    private static Digest Hash(QueryParameter[] parameters)
    {
        var encoder = new IdentityEncoder(stackalloc byte[IdentityEncoder.ScratchBytes]);
        encoder.Begin("parameters");
        foreach (var parameter in parameters)
        {
            encoder.Add(parameter);
        }

        return encoder.Finish();
    }
}
