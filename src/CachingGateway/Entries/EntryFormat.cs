using System.Buffers.Binary;
using System.IO.Hashing;

namespace CachingGateway.Entries;

/// <summary>
/// The stored form of an entry: a head of a fixed part and a variable one, then the body. The head stands by itself, with a checksum of
/// its own, so that it can be read without the body.
/// <code>
///   0   3  "CGE"                      a marker, "CGV", has the first 20 bytes in common with an entry
///   3   1  version of the format
///   4   8  generation of the fence    big-endian, for scripts that compare
///  12   8  sequence of the fence      big-endian
///  20   4  length of the head         little-endian from here on
///  24   4  length of the body
///  28   8  checksum of the body       XXH3, 64 bits
///  36   8  checksum of the head       of all but these 8 bytes
///  44  16  key
///  60  16  variant
///  76   …  see <see cref="EntryCodec"/>
/// </code>
/// </summary>
internal static class EntryFormat
{
    public const byte Version = 2;
    public const int FenceOffset = 4;

    /// <summary>How much tells the kind, the version and the fence.</summary>
    public const int FenceEnd = 20;

    public const int HeadLengthOffset = 20;
    public const int BodyLengthOffset = 24;
    public const int BodyHashOffset = 28;
    public const int HeadHashOffset = 36;
    public const int KeyOffset = 44;
    public const int VariantOffset = 60;
    public const int FixedLength = 76;

    public static ReadOnlySpan<byte> EntryMagic => "CGE"u8;

    public static ReadOnlySpan<byte> MarkerMagic => "CGV"u8;

    public static Fence FenceOf(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes[FenceOffset..]), BinaryPrimitives.ReadInt64BigEndian(bytes[(FenceOffset + 8)..]));

    /// <summary>How an entry with that fence begins.</summary>
    public static byte[] StartOf(ReadOnlySpan<byte> magic, Fence fence)
    {
        var start = new byte[FenceEnd];
        magic.CopyTo(start);
        start[magic.Length] = Version;
        BinaryPrimitives.WriteUInt64BigEndian(start.AsSpan(FenceOffset), fence.Generation);
        BinaryPrimitives.WriteInt64BigEndian(start.AsSpan(FenceOffset + 8), fence.Sequence);
        return start;
    }

    public static int HeadLengthOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes[HeadLengthOffset..]);

    public static int BodyLengthOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes[BodyLengthOffset..]);

    /// <summary>Fills in the lengths and checksums of a head that is written but for them.</summary>
    public static void Seal(Span<byte> head, ReadOnlySpan<byte> body)
    {
        BinaryPrimitives.WriteInt32LittleEndian(head[HeadLengthOffset..], head.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[BodyLengthOffset..], body.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(head[BodyHashOffset..], XxHash3.HashToUInt64(body));
        BinaryPrimitives.WriteUInt64LittleEndian(head[HeadHashOffset..], HashOfHead(head));
    }

    /// <summary>What is wrong with the head that these bytes begin with; they may go on after it.</summary>
    public static EntryFault CheckHead(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> magic)
    {
        if (bytes.Length < FenceEnd || !bytes.StartsWith(magic)) return EntryFault.NotAnEntry;
        if (bytes[magic.Length] != Version) return EntryFault.Version;
        if (bytes.Length < FixedLength || HeadLengthOf(bytes) is var length && (length < FixedLength || length > bytes.Length))
            return EntryFault.Length;
        var head = bytes[..HeadLengthOf(bytes)];
        return BinaryPrimitives.ReadUInt64LittleEndian(head[HeadHashOffset..]) == HashOfHead(head) ? EntryFault.None : EntryFault.Checksum;
    }

    /// <summary>What is wrong with head and body together.</summary>
    public static EntryFault Check(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> magic)
    {
        if (CheckHead(bytes, magic) is not EntryFault.None and var fault) return fault;
        var body = bytes[HeadLengthOf(bytes)..];
        if (body.Length != BodyLengthOf(bytes)) return EntryFault.Length;
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes[BodyHashOffset..]) == XxHash3.HashToUInt64(body)
            ? EntryFault.None : EntryFault.Checksum;
    }

    private static ulong HashOfHead(ReadOnlySpan<byte> head)
    {
        var hash = new XxHash3();
        hash.Append(head[..HeadHashOffset]);
        hash.Append(head[KeyOffset..]);
        return hash.GetCurrentHashAsUInt64();
    }
}
