using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace CachingGateway.Keys;

/// <summary>
/// JSON with members sorted (by the bytes of their canonical names) and white space dropped. Numbers stay as written; strings
/// are escaped as RFC 8785 §3.2.2.2 says, and nowhere else.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>The largest body that is made canonical: 1 MB.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>The deepest nesting: 64.</summary>
    public const int MaxDepth = 64;

    /// <summary>
    /// Fails on anything but one JSON value, on duplicate members (after unescaping), invalid UTF-8, lone surrogates, and past
    /// the limits.
    /// </summary>
    public static bool TryCanonicalize(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out byte[]? canonical)
    {
        canonical = null;
        if (json.IsEmpty || json.Length > MaxBytes || !Utf8.IsValid(json.Span))
        {
            return false;
        }

        // The canonical form is never longer than the text: nothing is written in more bytes than it was read from.
        var buffer = ArrayPool<byte>.Shared.Rent(json.Length);
        try
        {
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
            var writer = new CanonicalJsonWriter(buffer);
            if (reader.Read() && writer.TryWriteValue(ref reader) && !reader.Read())
            {
                canonical = buffer.AsSpan(0, writer.Length).ToArray();
            }
        }
        catch (JsonException)
        {
            // The reader's only way to say that the text is no JSON.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return canonical is not null;
    }
}
