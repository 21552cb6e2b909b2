using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace CachingGateway.Entries;

/// <summary>Writes the parts of a head, little-endian. <see cref="EntryReader"/> reads them in the same order.</summary>
internal sealed class EntryWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(512);

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Write(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    public void Write(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    public void Write(long value) => Write((ulong)value);

    public void WriteBigEndian(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    /// <summary>Seven bits a byte, the lowest first; the highest bit says that more follow.</summary>
    public void WriteCount(uint count)
    {
        for (; count >= 0x80; count >>= 7)
            Write([(byte)(count | 0x80)]);
        Write([(byte)count]);
    }

    /// <summary>Twice the length in bytes, and UTF-8; or that plus one, and UTF-16, for the texts that UTF-8 cannot carry.</summary>
    public void Write(string text)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(text.Length * 3);
        if (Utf8.FromUtf16(text, buffer, out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done)
        {
            WriteCount((uint)length << 1);
            Write(buffer.AsSpan(0, length));
        }
        else
        {
            WriteCount(((uint)text.Length * 2 << 1) | 1);
            Write(MemoryMarshal.AsBytes(text.AsSpan()));
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Whether there is one, and then it.</summary>
    public void WriteOptional(string? text)
    {
        Write([(byte)(text is null ? 0 : 1)]);
        if (text is not null)
            Write(text);
    }

    public void Write(IReadOnlyList<string> texts)
    {
        WriteCount((uint)texts.Count);
        for (var i = 0; i < texts.Count; i++)
            Write(texts[i]);
    }
}
