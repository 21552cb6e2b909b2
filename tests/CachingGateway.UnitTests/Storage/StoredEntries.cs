using CachingGateway.Entries;
using CachingGateway.Keys;
using CachingGateway.Storage;

namespace CachingGateway.UnitTests.Storage;

/// <summary>Entries and limits for the store's tests; a test states only what matters to it.</summary>
internal static class StoredEntries
{
    public static RouteLimits NoLimits { get; } = new("open", long.MaxValue, long.MaxValue, 50);

    public static EntryKey Key(int number)
    {
        var mixed = (ulong)(number + 1) * 0x9E3779B97F4A7C15UL;
        return new EntryKey(mixed, mixed * 0xC2B2AE3D27D4EB4FUL);
    }

    public static CacheEntry Entry(
        int number, int bodyBytes = 1000, ulong variant = 0, VariedBy? variedBy = null, long freshUntil = long.MaxValue,
        ulong fingerprint = 1, string route = "open") => new()
        {
            Key = Key(number), Variant = new VariantKey(0, variant), VariedBy = variedBy, Name = "n", Route = route, Status = 200,
            Headers = [], Body = new byte[bodyBytes], BornAt = 0, FreshUntil = freshUntil, Fingerprint = fingerprint,
        };

    public static CacheEntry? Find(this MemoryStore store, int number) => store.Find(Key(number), default);

    /// <summary>Looks up as a request does: a hit counts, a miss brings the entry in.</summary>
    public static bool Request(this MemoryStore store, int number, int bodyBytes = 1000)
    {
        if (store.Find(number) is { } entry)
        {
            store.Touch(entry);
            return true;
        }

        store.CountMiss();
        store.TryAdd(Entry(number, bodyBytes), NoLimits);
        return false;
    }
}
