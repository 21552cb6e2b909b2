using System.Text;
using CachingGateway.Http;

namespace CachingGateway.Hosting;

/// <summary>
/// Decodes <c>Connection</c> so that what it names can be dropped. Of a request that says <c>keep-alive, X-Api-Key</c>, in one line or
/// two, Kestrel keeps the word that it knows and forgets the others, and the field would go on to the origin (RFC 9110 §7.6.1). A line
/// with other names than the usual ones gets two words behind them that contradict each other: those Kestrel leaves as they stand, and
/// closes the connection after the answer.
/// </summary>
internal sealed class ConnectionLine : Encoding
{
    private const string Contradiction = ", keep-alive, close";

    public static ConnectionLine Encoding { get; } = new();

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetCharCount(byte[] bytes, int index, int count) =>
        count + (NamesFields(bytes.AsSpan(index, count)) ? Contradiction.Length : 0);

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        Latin1.GetChars(bytes, byteIndex, byteCount, chars, charIndex);
        if (!NamesFields(bytes.AsSpan(byteIndex, byteCount)))
            return byteCount;
        Contradiction.CopyTo(chars.AsSpan(charIndex + byteCount));
        return byteCount + Contradiction.Length;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount + Contradiction.Length;

    // The two usual lines without allocating.
    private static bool NamesFields(ReadOnlySpan<byte> line) =>
        !Ascii.EqualsIgnoreCase(line, "keep-alive"u8)
        && !Ascii.EqualsIgnoreCase(line, "close"u8)
        && ConnectionOptions.FieldsToDrop(Latin1.GetString(line)).Count > 0;
}
