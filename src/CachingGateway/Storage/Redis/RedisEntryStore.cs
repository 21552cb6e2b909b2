using System.Diagnostics.Metrics;
using System.Globalization;
using CachingGateway.Entries;
using CachingGateway.Keys;
using StackExchange.Redis;

namespace CachingGateway.Storage.Redis;

/// <summary>
/// Stored responses in Redis, shared by all replicas. Nothing here throws for what Redis does or does not, and nothing waits longer than
/// <see cref="RedisOptions.Timeout"/> for a look-up.
/// </summary>
internal sealed class RedisEntryStore : IDisposable
{
    /// <summary>Nobody waits for what is stored, but what has not been answered by then will not be.</summary>
    private static readonly TimeSpan PutPatience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestKeep = TimeSpan.FromDays(3650);

    private readonly RedisLink _link;
    private readonly TimeProvider _time;
    private readonly RedisKeys _keys;
    private readonly RedisEntryReader _reader;
    private readonly RedisMemory _memory;
    private readonly RedisStoreCounters _counters = new();
    private readonly InFlight _offered;
    private readonly Histogram<double>? _readTimes;

    /// <param name="readTimes">Takes the seconds of each look-up.</param>
    public RedisEntryStore(RedisLink link, TimeProvider time, ILogger logger, Histogram<double>? readTimes = null)
    {
        (_link, _time, _readTimes) = (link, time, readTimes);
        _keys = new RedisKeys(link.Options.Prefix);
        _reader = new RedisEntryReader(link, _keys, time) { Damaged = (at, start) => _ = RemoveIfItBeginsAsync(at, start) };
        _memory = new RedisMemory(link, time, logger);
        _offered = new InFlight(link.Options.MaxCallsInFlight, link.Options.MaxBytesInFlight);
    }

    public RedisStoreStatistics Statistics => _counters.Read(_memory.UsedBytes, _link.Options.MaxBytes);

    /// <summary>Looks an entry up. It may be stale, of an older policy, or retired: that is the caller's to judge.</summary>
    /// <param name="variedBy">The digest of this request's values of the header fields named.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask<RedisFind> FindAsync(
        EntryKey key, VariantKey variant, Func<string[], VariantKey> variedBy, CancellationToken cancellation = default)
    {
        var began = _time.GetTimestamp();
        var found = await _reader.FindAsync(key, variant, variedBy, cancellation);
        _readTimes?.Record(_time.GetElapsedTime(began).TotalSeconds);
        return _counters.Count(found);
    }

    /// <summary>The same for an onlooker: it is counted nowhere.</summary>
    public ValueTask<RedisFind> PeekAsync(
        EntryKey key, VariantKey variant, Func<string[], VariantKey> variedBy, CancellationToken cancellation) =>
        _reader.FindAsync(key, variant, variedBy, cancellation);

    /// <summary>Takes an entry to be stored and returns at once; whether it was taken. What becomes of it, the statistics tell.</summary>
    public bool Offer(CacheEntry entry, TimeSpan keep)
    {
        var bytes = entry.Body.Length;
        if (_memory.IsFull || _link.Door.IsShut || !_link.IsConnected || !_offered.TryEnter(bytes))
        {
            _counters.Count(_memory.IsFull ? RedisPut.Full : _link.Door.IsShut || !_link.IsConnected ? RedisPut.Unavailable : RedisPut.Busy);
            return false;
        }

        ThreadPool.UnsafeQueueUserWorkItem(
            static offer => _ = offer.Store.PutOfferedAsync(offer.Entry, offer.Keep), (Store: this, Entry: entry, Keep: keep),
            preferLocal: false);
        return true;
    }

    /// <summary>Stores an entry, unless one with a later fence of the same generation stands in its place.</summary>
    /// <param name="keep">After how long Redis drops it; at least a millisecond.</param>
    public async Task<RedisPut> PutAsync(CacheEntry entry, TimeSpan keep)
    {
        if (_memory.IsFull) return _counters.Count(RedisPut.Full);
        var milliseconds = (long)Math.Clamp(keep.TotalMilliseconds, 1, LongestKeep.TotalMilliseconds);
        var value = EntryCodec.Encode(entry, TimeSpan.FromMilliseconds(milliseconds), _time.GetTimestamp(), _time.TimestampFrequency);
        var put = new Put(KeysOf(entry), ValuesOf(entry, value, milliseconds), value.Length, LineFor(value.Length));
        var outcome = await _link.Door.PassAsync(put, static (put, cancellation) => put.SendAsync(cancellation));
        if (outcome.IsOk) Remember(entry, value.Length);
        return _counters.Count(outcome.Fault switch
        {
            RedisFault.None => (long)outcome.Value! == 1 ? RedisPut.Stored : RedisPut.Older,
            RedisFault.OutOfMemory => RedisPut.Full,
            RedisFault.Busy => RedisPut.Busy,
            _ => RedisPut.Unavailable,
        });
    }

    /// <summary>Removes what stands for one variant, whichever that is; whether it was there.</summary>
    public Task<RedisOutcome<bool>> RemoveAsync(EntryKey key, VariantKey variant, VariedBy? variedBy = null)
    {
        var at = variedBy is null ? _keys.Of(key, variant) : _keys.Of(key, variant, variedBy.Key);
        return _link.Small.CallAsync(at, static (database, at) => database.KeyDeleteAsync(at), PutPatience);
    }

    /// <summary>Removes an entry that was found before, unless another has come in its place; whether it was still there.</summary>
    /// <param name="at">As <see cref="ScanAsync"/> gave it.</param>
    public Task<RedisOutcome<bool>> RemoveIfUnchangedAsync(byte[] at, Fence fence) =>
        RemoveIfItBeginsAsync(at, EntryFormat.StartOf(EntryFormat.EntryMagic, fence));

    /// <summary>
    /// Shows every entry that is there throughout, at least once, in pages and without bodies. It goes over connections of its own.
    /// </summary>
    /// <param name="visit">Called with each page; the next one is read after it.</param>
    /// <param name="pause">Between two pages.</param>
    /// <returns>How many were shown, or why it could not go on.</returns>
    public async Task<RedisOutcome<long>> ScanAsync(
        Func<IReadOnlyList<ScannedEntry>, ValueTask> visit, TimeSpan pause, CancellationToken cancellation)
    {
        var scanned = await ScanAsync(default, RedisEntryScan.MaxPageSize, VisitAsync, pause, cancellation);
        return new RedisOutcome<long>(scanned.Value.Shown, scanned.Fault, scanned.Message);

        async ValueTask<bool> VisitAsync(IReadOnlyList<ScannedEntry> page)
        {
            await visit(page);
            return true;
        }
    }

    /// <summary>The same from where another walk left off, for as long as the visitor wants.</summary>
    /// <inheritdoc cref="RedisEntryScan.RunAsync"/>
    public Task<RedisOutcome<ScannedPart>> ScanAsync(
        RedisPosition from, int pageSize, Func<IReadOnlyList<ScannedEntry>, ValueTask<bool>> visit, TimeSpan pause, CancellationToken cancellation) =>
        new RedisEntryScan(_link, _keys, _time).RunAsync(from, pageSize, visit, pause, cancellation);

    /// <summary>Reads an entry that a walk found, with header fields and body. Counted nowhere.</summary>
    public ValueTask<RedisFind> ReadAsync(in ScannedEntry found, CancellationToken cancellation) =>
        _reader.ReadAsync(found, cancellation);

    /// <summary>Whether something stands in the place of each of these, in their order.</summary>
    public Task<RedisOutcome<bool[]>> HasEachAsync(IReadOnlyList<CacheEntry> entries) => _link.Small.CallAsync(
        entries.Select(entry => KeysOf(entry)[^1]),
        static (database, keys) => Task.WhenAll(keys.Select(key => database.KeyExistsAsync(key))),
        PutPatience);

    /// <summary>What Redis says of itself, all primaries together.</summary>
    public Task<RedisOutcome<RedisInfo>> InfoAsync() => RedisInfo.ReadAsync(_link, _time);

    /// <summary>Whether every connection stands, and if not why.</summary>
    public (bool IsConnected, string? Problem) Connection => (_link.IsConnected, _link.Problem);

    /// <summary>Learns now, and not in a few seconds, how much memory Redis uses.</summary>
    public Task AskMemoryAsync() => _memory.AskAsync();

    public void Dispose() => _memory.Dispose();

    private async Task PutOfferedAsync(CacheEntry entry, TimeSpan keep)
    {
        try
        {
            await PutAsync(entry, keep);
        }
        finally
        {
            _offered.Exit(entry.Body.Length);
        }
    }

    private async Task<RedisOutcome<bool>> RemoveIfItBeginsAsync(byte[] at, byte[] start)
    {
        var outcome = await RedisEntryScripts.RemoveIfItBegins.RunAsync(_link.Small, [at], [start], PutPatience);
        return new RedisOutcome<bool>(outcome.IsOk && (long)outcome.Value == 1, outcome.Fault, outcome.Message);
    }

    private void Remember(CacheEntry entry, int length)
    {
        _reader.Sizes.Note(entry.Key, entry.VariedBy?.Key ?? entry.Variant, length <= RedisEntryReader.SmallBytes);
        if (entry.VariedBy is { } variedBy)
            _reader.Names.Note(entry.Key, entry.Variant, variedBy.Names);
        else
            _reader.Names.Forget(entry.Key, entry.Variant);
    }

    private RedisLine LineFor(int length) => length <= RedisEntryReader.SmallBytes ? _link.Small : _link.Body;

    private RedisKey[] KeysOf(CacheEntry entry) => entry.VariedBy is null
        ? [_keys.Of(entry.Key, entry.Variant)]
        : [_keys.Of(entry.Key, entry.Variant), _keys.Of(entry.Key, entry.Variant, entry.VariedBy.Key)];

    private static RedisValue[] ValuesOf(CacheEntry entry, byte[] value, long milliseconds)
    {
        var keep = milliseconds.ToString(CultureInfo.InvariantCulture);
        return entry.VariedBy is null
            ? [value, keep] : [value, keep, VaryMarker.Encode(entry.Fence, entry.Key, entry.Variant, entry.VariedBy.Names)];
    }

    private sealed record Put(RedisKey[] Keys, RedisValue[] Values, int Bytes, RedisLine Line)
    {
        public Task<RedisOutcome<RedisResult>> SendAsync(CancellationToken cancellation) =>
            RedisEntryScripts.Put.RunAsync(Line, Keys, Values, PutPatience, Bytes, cancellation);
    }
}
