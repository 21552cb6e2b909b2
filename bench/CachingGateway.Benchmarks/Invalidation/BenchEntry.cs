using CachingGateway.Entries;
using CachingGateway.Keys;

namespace CachingGateway.Benchmarks.Invalidation;

/// <summary>A small entry with tags.</summary>
internal static class BenchEntry
{
    private static readonly byte[] Body = new byte[100];

    public static CacheEntry Of(int number, Fence fence, params string[] tags) => new()
    {
        Key = KeyOf(number), Variant = default, Name = $"trig:{number}:v1", Route = "trig", Tags = tags, UrlId = (ulong)number + 1, HostId = 1,
        Status = 200, Headers = [], Body = Body, BornAt = 0, FreshUntil = long.MaxValue, Fingerprint = 1, Fence = fence,
    };

    public static EntryKey KeyOf(int number) =>
        new((ulong)(number + 1) * 0x9E3779B97F4A7C15UL, (ulong)(number + 1) * 0xC2B2AE3D27D4EB4FUL);
}
