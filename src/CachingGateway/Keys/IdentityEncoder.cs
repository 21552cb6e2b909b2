using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace CachingGateway.Keys;

/// <summary>What a field of an encoded identity is. The numbers are part of the hash: never renumber one.</summary>
internal enum FieldKind : byte
{
    Purpose = 0,
    Scheme = 1,
    Host = 2,

    /// <summary>A host that has no canonical form, as sent.</summary>
    RawHost = 3,
    Method = 4,
    Path = 5,
    QueryName = 6,
    QueryValue = 7,
    Header = 8,
    HeaderValue = 9,
    Cookie = 10,
    CookieValue = 11,
    Identity = 12,
    Body = 13,
    ContentType = 14,
    ContentEncoding = 15,
    Codings = 16,
    Value = 17,
}

/// <summary>
/// The one encoder of everything that is hashed: each field is its kind, its length and its bytes, so a sequence of fields can be
/// read back in one way only, and two different sequences never hash alike. Text is encoded as UTF-16, little-endian, which
/// loses nothing, not even a lone surrogate.
/// </summary>
/// <param name="scratch">Where the encoding begins; a pooled array takes over when it is too small.</param>
internal ref struct IdentityEncoder(Span<byte> scratch)
{
    /// <summary>A size for the scratch space that most requests fit in.</summary>
    public const int ScratchBytes = 768;

    private const int PrefixBytes = 5;
    private const uint AbsentLength = uint.MaxValue;

    private Span<byte> _buffer = scratch;
    private byte[]? _rented;
    private int _length;

    /// <summary>Keeps apart what is hashed for different ends: a hash of one purpose says nothing of another's.</summary>
    public void Begin(string purpose) => Add(FieldKind.Purpose, purpose);

    /// <summary>Adds text; <see langword="null"/> differs from empty.</summary>
    public void Add(FieldKind kind, string? text)
    {
        if (text is null)
        {
            Prefix(kind, AbsentLength, 0);
            return;
        }

        var destination = Prefix(kind, (uint)text.Length * sizeof(char), text.Length * sizeof(char));
        foreach (var character in text)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(destination, character);
            destination = destination[sizeof(char)..];
        }
    }

    public void Add(FieldKind kind, scoped ReadOnlySpan<byte> bytes) =>
        bytes.CopyTo(Prefix(kind, (uint)bytes.Length, bytes.Length));

    /// <summary>Adds each value as a field of its own: two lines never read as one.</summary>
    public void AddEach(FieldKind kind, StringValues values)
    {
        foreach (var value in values)
        {
            Add(kind, value);
        }
    }

    public void Add(in QueryParameter parameter)
    {
        Add(FieldKind.QueryName, parameter.Name);
        Add(FieldKind.QueryValue, parameter.Value);
    }

    /// <summary>Hashes what was added and gives the buffer back; the encoder is spent.</summary>
    public Digest Finish()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_buffer[.._length], hash);
        if (_rented is not null)
        {
            // It may have held a credential.
            ArrayPool<byte>.Shared.Return(_rented, clearArray: true);
            _rented = null;
        }

        _buffer = [];
        return new Digest(BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]));
    }

    private Span<byte> Prefix(FieldKind kind, uint statedLength, int bytes)
    {
        if (_buffer.Length - _length < PrefixBytes + bytes)
        {
            Grow(PrefixBytes + bytes);
        }

        _buffer[_length] = (byte)kind;
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer[(_length + 1)..], statedLength);
        var content = _buffer.Slice(_length + PrefixBytes, bytes);
        _length += PrefixBytes + bytes;
        return content;
    }

    private void Grow(int more)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + more));
        _buffer[.._length].CopyTo(larger);
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented, clearArray: true);
        }

        _buffer = _rented = larger;
    }
}
