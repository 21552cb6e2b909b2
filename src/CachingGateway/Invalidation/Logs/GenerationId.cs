using System.Globalization;
using System.Security.Cryptography;

namespace CachingGateway.Invalidation.Logs;

/// <summary>Names of generations: random, so that none comes twice; never 0.</summary>
internal static class GenerationId
{
    public static ulong New() => Math.Max(1, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));

    /// <summary>As it is written in Redis.</summary>
    public static string Text(ulong id) => id.ToString(CultureInfo.InvariantCulture);
}
