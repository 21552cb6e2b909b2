using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace CachingGateway.Keys;

/// <summary>
/// Writes the values that a reader stands on into one buffer; the members of an object are put in order when it ends.
/// </summary>
/// <param name="buffer">At least as long as the text that is read. Owned by the caller.</param>
internal sealed class CanonicalJsonWriter(byte[] buffer)
{
    /// <summary>The members of all objects that are open, the innermost last.</summary>
    private readonly List<Member> _members = [];

    public int Length { get; private set; }

    /// <summary>Writes the value; <see langword="false"/>: it has no canonical form. Throws what the reader throws.</summary>
    public bool TryWriteValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return TryWriteObject(ref reader);
            case JsonTokenType.StartArray:
                return TryWriteArray(ref reader);
            case JsonTokenType.String:
                return TryWriteString(ref reader);
            default:
                Write(reader.ValueSpan); // A number, true, false or null: as written.
                return true;
        }
    }

    private bool TryWriteArray(ref Utf8JsonReader reader)
    {
        Write((byte)'[');
        var first = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!first)
            {
                Write((byte)',');
            }

            first = false;
            if (!TryWriteValue(ref reader))
            {
                return false;
            }
        }

        Write((byte)']');
        return true;
    }

    private bool TryWriteObject(ref Utf8JsonReader reader)
    {
        Write((byte)'{');
        var start = Length;
        var firstMember = _members.Count;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (Length > start)
            {
                Write((byte)',');
            }

            var member = Length;
            if (!TryWriteString(ref reader))
            {
                return false;
            }

            var nameEnd = Length - 1;
            Write((byte)':');
            reader.Read();
            if (!TryWriteValue(ref reader))
            {
                return false;
            }

            _members.Add(new Member(member, nameEnd, Length));
        }

        if (!TryOrder(start, firstMember))
        {
            return false;
        }

        Write((byte)'}');
        return true;
    }

    private bool TryOrder(int start, int firstMember)
    {
        var count = _members.Count - firstMember;
        if (!IsOrdered(firstMember))
        {
            _members.Sort(firstMember, count, Comparer<Member>.Create(Compare));
            if (!IsOrdered(firstMember))
            {
                return false; // Two of one name.
            }

            Rearrange(start, firstMember);
        }

        _members.RemoveRange(firstMember, count);
        return true;
    }

    private bool IsOrdered(int firstMember)
    {
        for (var i = firstMember + 1; i < _members.Count; i++)
        {
            if (Compare(_members[i - 1], _members[i]) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private int Compare(Member left, Member right) => Name(left).SequenceCompareTo(Name(right));

    private ReadOnlySpan<byte> Name(Member member) => buffer.AsSpan((member.Start + 1)..member.NameEnd);

    private void Rearrange(int start, int firstMember)
    {
        var unordered = ArrayPool<byte>.Shared.Rent(Length - start);
        buffer.AsSpan(start..Length).CopyTo(unordered);
        Length = start;
        for (var i = firstMember; i < _members.Count; i++)
        {
            if (i > firstMember)
            {
                Write((byte)',');
            }

            var member = _members[i];
            Write(unordered.AsSpan((member.Start - start)..(member.End - start)));
        }

        ArrayPool<byte>.Shared.Return(unordered);
    }

    private bool TryWriteString(ref Utf8JsonReader reader)
    {
        Write((byte)'"');
        var text = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            Write(text); // A control, a quote or a backslash would have been escaped.
        }
        else if (!TryWriteEscaped(text))
        {
            return false;
        }

        Write((byte)'"');
        return true;
    }

    private bool TryWriteEscaped(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var plain = text.IndexOf((byte)'\\');
            Write(plain < 0 ? text : text[..plain]);
            text = plain < 0 ? default : text[plain..];
            if (text.IsEmpty)
            {
                break;
            }

            if (!TryReadEscape(text, out var rune, out var consumed))
            {
                return false;
            }

            WriteCharacter(rune);
            text = text[consumed..];
        }

        return true;
    }

    /// <summary>The reader has checked the escape's form; only half a surrogate pair is left to refuse.</summary>
    private static bool TryReadEscape(ReadOnlySpan<byte> text, out Rune rune, out int consumed)
    {
        consumed = 2;
        if (text[1] != (byte)'u')
        {
            rune = new Rune(text[1] switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                var itself => (char)itself,
            });
            return true;
        }

        consumed = 6;
        var unit = ReadUnit(text);
        if (!char.IsSurrogate(unit))
        {
            rune = new Rune(unit);
            return true;
        }

        consumed = 12;
        rune = default;
        return text.Length >= 12 && text[6..].StartsWith("\\u"u8) && Rune.TryCreate(unit, ReadUnit(text[6..]), out rune);
    }

    private static char ReadUnit(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape.Slice(2, 4), out ushort unit, out _, 'x') ? (char)unit : '\uD800';

    private void WriteCharacter(Rune rune)
    {
        ReadOnlySpan<byte> escape = rune.Value switch
        {
            '"' => "\\\""u8,
            '\\' => "\\\\"u8,
            '\b' => "\\b"u8,
            '\f' => "\\f"u8,
            '\n' => "\\n"u8,
            '\r' => "\\r"u8,
            '\t' => "\\t"u8,
            _ => default,
        };
        if (!escape.IsEmpty)
        {
            Write(escape);
        }
        else if (rune.Value < ' ')
        {
            Write("\\u00"u8);
            Write((byte)(rune.Value < 16 ? '0' : '1'));
            Write("0123456789abcdef"u8[rune.Value & 15]);
        }
        else
        {
            Length += rune.EncodeToUtf8(buffer.AsSpan(Length));
        }
    }

    private void Write(byte value) => buffer[Length++] = value;

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>
    /// Where one member stands in the buffer: its name from the opening to the closing quote, its value up to the end.
    /// </summary>
    private readonly record struct Member(int Start, int NameEnd, int End);
}
