using System.Globalization;
using CachingGateway.Entries;
using CachingGateway.Keys;
using CachingGateway.Storage;

namespace CachingGateway.Benchmarks.Storage;

/// <summary>Prints the live heap that a million small entries take beside their names, header blocks and bodies.</summary>
internal static class BytesPerEntryReport
{
    private const int Entries = 1_000_000;
    private static readonly HeaderField[] SharedHeaders = [new("content-type", "application/json")];
    private static readonly byte[] SharedBody = new byte[100];

    public static void Run(TextWriter output)
    {
        using var store = new MemoryStore(new MemoryStoreOptions { MaxBytes = 4L << 30 }, TimeProvider.System);
        var limits = new RouteLimits("r", long.MaxValue, long.MaxValue, 50);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Entries; i++)
            store.TryAdd(EntryOf(i), limits);
        var live = GC.GetTotalMemory(forceFullCollection: true) - before;
        var statistics = store.Statistics;

        // Headers, name and body are one shared object each, so that only what the store and the entry take remains.
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{statistics.Entries:N0} entries: {(double)live / statistics.Entries:0.0} bytes of live heap each beside name, header block and body"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"counted by the store with a shared name, header block and body in each: {(double)statistics.Bytes / statistics.Entries:0.0}"));
    }

    private static CacheEntry EntryOf(int i)
    {
        var mixed = (ulong)(i + 1) * 0x9E3779B97F4A7C15UL;
        return new CacheEntry
        {
            Key = new EntryKey(mixed, mixed * 0xC2B2AE3D27D4EB4FUL), Variant = default, Name = "trig:123:v1", Route = "r", Status = 200,
            Headers = SharedHeaders, Body = SharedBody, BornAt = 0, FreshUntil = long.MaxValue, Fingerprint = 1,
        };
    }
}
