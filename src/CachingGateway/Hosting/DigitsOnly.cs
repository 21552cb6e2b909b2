using System.Text;

namespace CachingGateway.Hosting;

/// <summary>
/// Decodes <c>Content-Length</c> so that nothing but digits can be taken for a number. Kestrel's own parser takes <c>+5</c> for 5,
/// which RFC 9110 §8.6 does not allow and other servers read differently; the sign comes out as a character that it refuses.
/// </summary>
internal sealed class DigitsOnly : Encoding
{
    private const char Refused = '?';

    public static DigitsOnly Encoding { get; } = new();

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (var i = 0; i < byteCount; i++)
            chars[charIndex + i] = char.IsAsciiDigit((char)bytes[byteIndex + i]) ? (char)bytes[byteIndex + i] : Refused;
        return byteCount;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;
}
