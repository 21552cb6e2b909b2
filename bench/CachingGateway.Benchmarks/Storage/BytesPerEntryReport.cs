using System.Globalization;
using CachingGateway.Entries;
using CachingGateway.Keys;
using CachingGateway.Storage;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Benchmarks.Storage;

/// <summary>Prints the live heap that a million small entries take beside their names, header blocks and bodies.</summary>
internal static class BytesPerEntryReport
{
    private const int Entries = 1_000_000;
    private static readonly HeaderField[] SharedHeaders = [new(HeaderNames.ContentType, "application/json")];
    private static readonly byte[] SharedBody = new byte[100];

    public static void Run(TextWriter output)
    {
        var bare = Measure(i => EntryOf(i, "trig:123:v1", SharedHeaders, SharedBody));
        Print(
            output,
            $"{bare.Entries:N0} entries that share name, header block and body: {bare.LiveBytes:0.0} bytes of live heap each");
        var whole = Measure(i => EntryOf(i, $"trig:{i}:v1", OwnHeaders(i), new byte[100]));
        Print(
            output,
            $"{whole.Entries:N0} with their own: {whole.LiveBytes:0.0} live, {whole.CountedBytes:0.0} counted by the store");
    }

    private static void Print(TextWriter output, FormattableString line) => output.WriteLine(FormattableString.Invariant(line));

    private static Measured Measure(Func<int, CacheEntry> entryOf)
    {
        using var store = new MemoryStore(new MemoryStoreOptions { MaxBytes = 4L << 30 }, TimeProvider.System);
        var limits = new RouteLimits("r", long.MaxValue, long.MaxValue, 50);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Entries; i++)
            store.TryAdd(entryOf(i), limits);
        var live = GC.GetTotalMemory(forceFullCollection: true) - before;
        var statistics = store.Statistics;
        return new Measured(statistics.Entries, (double)live / statistics.Entries, (double)statistics.Bytes / statistics.Entries);
    }

    private static HeaderField[] OwnHeaders(int i) =>
    [
        new(HeaderNames.ContentType, new string("application/json")),
        new(HeaderNames.ContentLength, i.ToString(CultureInfo.InvariantCulture)),
        new(new string("x-request-cost"), new StringValues([$"a{i}", $"b{i}"])),
    ];

    private static CacheEntry EntryOf(int i, string name, HeaderField[] headers, byte[] body)
    {
        var mixed = (ulong)(i + 1) * 0x9E3779B97F4A7C15UL;
        return new CacheEntry
        {
            Key = new EntryKey(mixed, mixed * 0xC2B2AE3D27D4EB4FUL), Variant = default, Name = name, Route = "r", Status = 200,
            Headers = headers, Body = body, BornAt = 0, FreshUntil = long.MaxValue, Fingerprint = 1,
        };
    }

    private readonly record struct Measured(long Entries, double LiveBytes, double CountedBytes);
}
