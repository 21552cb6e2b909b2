using BenchmarkDotNet.Attributes;
using CachingGateway.Entries;
using CachingGateway.Keys;
using CachingGateway.Storage;

namespace CachingGateway.Benchmarks.Storage;

/// <summary>The store's part of a hit and of a fill, with few entries (in the processor's caches) and many (not).</summary>
[MemoryDiagnoser]
[InProcess]
[WarmupCount(3)]
[IterationCount(8)]
public class MemoryStoreBenchmarks : IDisposable
{
    private static readonly RouteLimits NoLimits = new("r", long.MaxValue, long.MaxValue, 50);
    private MemoryStore _store = null!;
    private Dictionary<EntryKey, CacheEntry> _dictionary = null!;
    private EntryKey[] _keys = null!;
    private int _next;
    private int _added;

    [Params(1_000, 1_000_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        // Room for exactly what is filled in, so that each addition evicts one.
        var options = new MemoryStoreOptions { MaxBytes = Math.Max(MemoryStoreOptions.LeastMaxBytes, Entries * 300L) };
        _store = new MemoryStore(options, TimeProvider.System);
        _dictionary = [];
        _keys = new EntryKey[Entries];
        for (_added = 0; _added < Entries; _added++)
        {
            var entry = EntryOf(_added);
            _keys[_added] = entry.Key;
            _dictionary.Add(entry.Key, entry);
            _store.TryAdd(entry, NoLimits);
        }

        new Random(1).Shuffle(_keys);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _store.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What no concurrent index can beat: a plain dictionary without eviction or counting.</summary>
    [Benchmark(Baseline = true)]
    public int PlainDictionary() => _dictionary[NextKey()].Status;

    [Benchmark]
    public int FindAndTouch()
    {
        if (_store.Find(NextKey(), default) is not { } entry) return 0;
        _store.Touch(entry);
        return entry.Status;
    }

    [Benchmark]
    public bool Add() => _store.TryAdd(EntryOf(_added++), NoLimits).IsStored;

    private EntryKey NextKey() => _keys[_next = _next + 1 < _keys.Length ? _next + 1 : 0];

    private static CacheEntry EntryOf(int i)
    {
        var mixed = (ulong)(i + 1) * 0x9E3779B97F4A7C15UL;
        return new CacheEntry
        {
            Key = new EntryKey(mixed, mixed * 0xC2B2AE3D27D4EB4FUL), Variant = default, Name = "", Route = "r", Status = 200,
            Headers = [], Body = [], BornAt = 0, FreshUntil = long.MaxValue, Fingerprint = 1,
        };
    }
}
