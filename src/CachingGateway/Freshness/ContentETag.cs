using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CachingGateway.Freshness;

/// <summary>
/// The entity tag of a response whose origin gives none: strong, the same for the same bytes in every replica.
/// </summary>
/// <remarks>
/// The first 128 bits of SHA-256. XxHash128 would be several times faster, but whoever can write content could make two
/// bodies of one hash with it, and pin clients to the first by its 304; here that takes 2^64 tries. It is paid once per
/// fill, never per hit.
/// </remarks>
internal static class ContentETag
{
    private const int HashBytes = 16;

    public static string Of(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return $"\"{Base64Url.EncodeToString(hash[..HashBytes])}\"";
    }
}
