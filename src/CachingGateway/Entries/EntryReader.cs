using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace CachingGateway.Entries;

/// <summary>
/// Reads what <see cref="EntryWriter"/> wrote. What is not there is read as zero or empty, and <see cref="IsSound"/> says so at the end:
/// nothing is thrown, and nothing is made that is larger than the bytes themselves.
/// </summary>
internal ref struct EntryReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;
    private bool _isBroken;

    /// <summary>Whether everything was there, and nothing is left.</summary>
    public readonly bool IsSound => !_isBroken && _rest.IsEmpty;

    /// <summary>Whether something was not there.</summary>
    public readonly bool IsBroken => _isBroken;

    public ReadOnlySpan<byte> Take(int length)
    {
        if ((uint)length > (uint)_rest.Length)
        {
            _isBroken = true;
            _rest = default;
            return default;
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    public byte TakeByte() => Take(1) is [var value] ? value : (byte)0;

    public ulong TakeUInt64() => Take(8) is { Length: 8 } taken ? BinaryPrimitives.ReadUInt64LittleEndian(taken) : 0;

    public long TakeInt64() => (long)TakeUInt64();

    public uint TakeCount()
    {
        var count = 0UL;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var next = TakeByte();
            count |= (ulong)(next & 0x7F) << shift;
            if (next >= 0x80) continue;
            if (count <= int.MaxValue) return (uint)count;
            break;
        }

        _isBroken = true;
        return 0;
    }

    public string TakeText()
    {
        var length = TakeCount();
        var taken = Take((int)(length >> 1));
        if ((length & 1) == 0) return Encoding.UTF8.GetString(taken);
        _isBroken |= taken.Length % 2 != 0;
        return new string(MemoryMarshal.Cast<byte, char>(taken));
    }

    public string? TakeOptionalText()
    {
        switch (TakeByte())
        {
            case 0:
                return null;
            case 1:
                return TakeText();
            default:
                _isBroken = true;
                return null;
        }
    }

    public string[] TakeTexts()
    {
        var texts = new string[TakeListLength()];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = TakeText();
        return texts;
    }

    /// <summary>How many items follow, each of at least one byte.</summary>
    public int TakeListLength()
    {
        var count = TakeCount();
        if (count <= _rest.Length) return (int)count;
        _isBroken = true;
        return 0;
    }
}
