using CachingGateway.Entries;
using CachingGateway.Keys;
using CachingGateway.Storage;

namespace CachingGateway.Benchmarks.Storage;

/// <summary>The memory store itself, with all that it counts beside the entries in its bytes.</summary>
internal sealed class StorePolicy(long capacityBytes) : IEvictionPolicy, IDisposable
{
    private static readonly RouteLimits NoLimits = new("r", long.MaxValue, long.MaxValue, 50);
    private static readonly long BareBytes = EntrySize.Of(EntryOf(0, 0));
    private readonly MemoryStore _store = new(new MemoryStoreOptions { MaxBytes = capacityBytes }, TimeProvider.System);

    public string Name => "the store";

    public bool Access(int key, int bytes)
    {
        if (_store.Find(KeyOf(key), default) is { } entry)
        {
            _store.Touch(entry);
            return true;
        }

        _store.TryAdd(EntryOf(key, Math.Max(0, bytes - BareBytes)), NoLimits);
        return false;
    }

    public void Dispose() => _store.Dispose();

    private static CacheEntry EntryOf(int key, long bodyBytes) => new()
    {
        Key = KeyOf(key), Variant = default, Name = "", Route = "r", Status = 200, Headers = [], Body = bodyBytes == 0 ? [] : new byte[bodyBytes],
        BornAt = 0, FreshUntil = long.MaxValue, Fingerprint = 0,
    };

    private static EntryKey KeyOf(int key) =>
        new((ulong)(key + 1) * 0x9E3779B97F4A7C15UL, (ulong)(key + 1) * 0xC2B2AE3D27D4EB4FUL);
}
