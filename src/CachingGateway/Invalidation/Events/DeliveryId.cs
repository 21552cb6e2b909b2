using System.Security.Cryptography;
using System.Text;

namespace CachingGateway.Invalidation.Events;

/// <summary>Names deliveries: <c>source/id</c>. Two that differ in any part are named differently.</summary>
internal static class DeliveryId
{
    private const int MaxChars = 300;

    /// <summary>The id of several parts has them escaped and slashes between them; a long one is a hash of that.</summary>
    public static string Of(string source, params IReadOnlyList<string> parts)
    {
        var id = parts.Count == 1 ? parts[0] : string.Join('/', parts.Select(Uri.EscapeDataString));
        return id.Length <= MaxChars
            ? $"{source}/{id}"
            : $"{source}/sha256/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))}";
    }

    /// <summary>
    /// One of several invalidations that a delivery asks for. No source's name has a number sign, so these are nobody's own.
    /// </summary>
    public static string Part(string delivery, string part) =>
        delivery.IndexOf('/', StringComparison.Ordinal) is var slash and > 0
            ? $"{delivery[..slash]}#{part}{delivery[slash..]}"
            : $"{delivery}#{part}";
}
