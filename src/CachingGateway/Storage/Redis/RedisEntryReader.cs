using CachingGateway.Entries;
using CachingGateway.Keys;
using StackExchange.Redis;

namespace CachingGateway.Storage.Redis;

/// <summary>Reads one entry: one trip, or two where a marker has to be read first.</summary>
internal sealed class RedisEntryReader(RedisLink link, RedisKeys keys, TimeProvider time)
{
    /// <summary>An entry above this goes over the connections for large bodies.</summary>
    public const int SmallBytes = 64 * 1024;

    public KnownSizes Sizes { get; } = new();

    public KnownNames Names { get; } = new();

    /// <summary>Bytes that stood in an entry's place and are no entry of this version: where, and how they begin.</summary>
    public Action<byte[], byte[]>? Damaged { get; init; }

    public async ValueTask<RedisFind> FindAsync(
        EntryKey key, VariantKey variant, Func<string[], VariantKey> variedBy, CancellationToken cancellation)
    {
        if (Names.Of(key, variant) is { } names)
        {
            var found = await FindVariedAsync(key, variant, new VariedBy(names, variedBy(names)), cancellation);
            // Perhaps they are told apart by other fields meanwhile: the next look-up asks.
            if (found.IsAbsent)
                Names.Forget(key, variant);
            return found;
        }

        var at = keys.Of(key, variant);
        var read = await ReadAsync(at, key, variant, cancellation);
        if (!read.IsOk) return OfFault(read.Fault);
        if ((byte[]?)read.Value.Value is not { } bytes) return RedisFind.Absent;
        if (!VaryMarker.IsMarker(bytes))
            return Decode(at, bytes, read.Value.Expiry, key, variant, expected: null);
        var (marked, fault) = VaryMarker.Decode(bytes, key, variant);
        if (fault != EntryFault.None) return Refuse(at, bytes, fault);
        Names.Note(key, variant, marked);
        return await FindVariedAsync(key, variant, new VariedBy(marked, variedBy(marked)), cancellation);
    }

    /// <summary>Reads what stands where a walk found it.</summary>
    public async ValueTask<RedisFind> ReadAsync(ScannedEntry found, CancellationToken cancellation)
    {
        var meta = found.Meta;
        var read = await ReadAsync(found.At, meta.Key, meta.VariedBy?.Key ?? meta.Variant, cancellation);
        if (!read.IsOk) return OfFault(read.Fault);
        return (byte[]?)read.Value.Value is { } bytes
            ? Decode(found.At, bytes, read.Value.Expiry, meta.Key, meta.Variant, meta.VariedBy) : RedisFind.Absent;
    }

    private async ValueTask<RedisFind> FindVariedAsync(EntryKey key, VariantKey variant, VariedBy variedBy, CancellationToken cancellation)
    {
        var at = keys.Of(key, variant, variedBy.Key);
        var read = await ReadAsync(at, key, variedBy.Key, cancellation);
        if (!read.IsOk) return OfFault(read.Fault);
        return (byte[]?)read.Value.Value is { } bytes
            ? Decode(at, bytes, read.Value.Expiry, key, variant, variedBy) : RedisFind.Absent;
    }

    // What may be large goes where nothing small is waiting.
    private async ValueTask<RedisOutcome<RedisValueWithExpiry>> ReadAsync(
        byte[] at, EntryKey key, VariantKey size, CancellationToken cancellation)
    {
        var line = Sizes.IsSmall(key, size) ? link.Small : link.Body;
        var read = await link.Door.PassAsync((line, at, link.Options.Timeout), SendAsync, cancellation);
        if (read.IsOk)
            Sizes.Note(key, size, (byte[]?)read.Value.Value is not { Length: > SmallBytes });
        return read;
    }

    // Value and expiry go out together and come back together.
    private static Task<RedisOutcome<RedisValueWithExpiry>> SendAsync(
        (RedisLine Line, byte[] At, TimeSpan Timeout) read, CancellationToken cancellation) =>
        read.Line.CallAsync(
            read.At, static (database, at) => database.StringGetWithExpiryAsync(at), read.Timeout, cancellation: cancellation);

    private RedisFind Decode(byte[] at, byte[] bytes, TimeSpan? left, EntryKey key, VariantKey variant, VariedBy? expected)
    {
        // Everything that is stored here expires: this is somebody else's, or expired between the two answers.
        if (left is null) return Refuse(at, bytes, EntryFault.WrongType);
        var (entry, fault) = EntryCodec.Decode(bytes, key, variant, left.Value, time.GetTimestamp(), time.TimestampFrequency);
        if (entry is not null && !VariedBy.AreSame(entry.VariedBy, expected))
            fault = EntryFault.WrongKey;
        return fault == EntryFault.None ? new RedisFind(entry, EntryFault.None, RedisFault.None) : Refuse(at, bytes, fault);
    }

    private RedisFind Refuse(byte[] at, byte[] bytes, EntryFault fault)
    {
        // A replica of another release may still read what it wrote.
        if (fault != EntryFault.Version)
            Damaged?.Invoke(at, bytes[..Math.Min(bytes.Length, EntryFormat.KeyOffset)]);
        return RedisFind.Damaged(fault);
    }

    private static RedisFind OfFault(RedisFault fault) =>
        fault == RedisFault.WrongType ? RedisFind.Damaged(EntryFault.WrongType) : RedisFind.Unavailable(fault);
}
