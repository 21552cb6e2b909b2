using System.Buffers.Binary;
using CachingGateway.Http;
using CachingGateway.Keys;
using Microsoft.Extensions.Primitives;

namespace CachingGateway.Entries;

/// <summary>What was read: an entry, or why there is none.</summary>
internal readonly record struct DecodedEntry(CacheEntry? Entry, EntryFault Fault);

/// <summary>
/// Turns an entry into bytes and back (see <see cref="EntryFormat"/> for the fixed part). After that come, in this order: the name, the
/// route, the tags, URL and host, the fingerprint, what else the variant is told apart by; then the status, the times, the terms of
/// reuse, the validators and the header fields. Whatever the bytes are, reading them gives the entry that was written, or a fault.
/// </summary>
internal static class EntryCodec
{
    /// <param name="keep">How long the store will keep it, from which a reader learns how long ago it was stored.</param>
    /// <param name="now">The present, in units of <paramref name="frequency"/>.</param>
    public static byte[] Encode(CacheEntry entry, TimeSpan keep, long now, long frequency)
    {
        var head = new EntryWriter();
        WriteFixed(head, EntryFormat.EntryMagic, entry.Fence, entry.Key, entry.Variant);
        WriteMeta(head, entry);
        WriteRest(head, entry, keep, EntryTimes.Of(entry, now, frequency));
        var bytes = GC.AllocateUninitializedArray<byte>(head.Written.Length + entry.Body.Length);
        head.Written.CopyTo(bytes);
        entry.Body.CopyTo(bytes, head.Written.Length);
        EntryFormat.Seal(bytes.AsSpan(0, head.Written.Length), entry.Body);
        return bytes;
    }

    /// <summary>Reads an entry that is to be of that key and variant.</summary>
    /// <param name="left">How long the store will go on to keep it.</param>
    public static DecodedEntry Decode(ReadOnlySpan<byte> bytes, EntryKey key, VariantKey variant, TimeSpan left, long now, long frequency)
    {
        if (EntryFormat.Check(bytes, EntryFormat.EntryMagic) is not EntryFault.None and var fault)
            return new DecodedEntry(null, fault);
        var headLength = EntryFormat.HeadLengthOf(bytes);
        var reader = new EntryReader(bytes[EntryFormat.FixedLength..headLength]);
        var meta = ReadMeta(ref reader, bytes);
        if (meta.Key != key || meta.Variant != variant)
            return new DecodedEntry(null, EntryFault.WrongKey);
        var entry = ReadRest(ref reader, meta, bytes[headLength..], left, (now, frequency));
        return reader.IsSound && entry.Status is >= 100 and <= 599
            ? new DecodedEntry(entry, EntryFault.None) : new DecodedEntry(null, EntryFault.Malformed);
    }

    /// <summary>Reads what stands before the header fields, of bytes that may end anywhere after the head.</summary>
    public static EntryMeta? DecodeMeta(ReadOnlySpan<byte> bytes)
    {
        if (EntryFormat.CheckHead(bytes, EntryFormat.EntryMagic) != EntryFault.None) return null;
        var reader = new EntryReader(bytes[EntryFormat.FixedLength..EntryFormat.HeadLengthOf(bytes)]);
        var meta = ReadMeta(ref reader, bytes);
        return reader.IsBroken ? null : meta;
    }

    internal static void WriteFixed(EntryWriter head, ReadOnlySpan<byte> magic, Fence fence, EntryKey key, VariantKey variant)
    {
        head.Write(magic);
        head.Write([EntryFormat.Version]);
        head.WriteBigEndian(fence.Generation);
        head.WriteBigEndian((ulong)fence.Sequence);
        // Lengths and checksums are filled in when the head is whole.
        head.Write(stackalloc byte[EntryFormat.KeyOffset - EntryFormat.FenceEnd]);
        head.Write(key.High);
        head.Write(key.Low);
        head.Write(variant.High);
        head.Write(variant.Low);
    }

    internal static EntryKey KeyOf(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[EntryFormat.KeyOffset..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[(EntryFormat.KeyOffset + 8)..]));

    internal static VariantKey VariantOf(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[EntryFormat.VariantOffset..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[(EntryFormat.VariantOffset + 8)..]));

    private static void WriteMeta(EntryWriter head, CacheEntry entry)
    {
        head.Write(entry.Name);
        head.Write(entry.Route);
        head.Write(entry.Tags);
        head.Write(entry.UrlId);
        head.Write((ulong)entry.HostId);
        head.Write(entry.Fingerprint);
        head.Write(entry.VariedBy?.Names ?? []);
        if (entry.VariedBy is not { Names.Length: > 0 } variedBy) return;
        head.Write(variedBy.Key.High);
        head.Write(variedBy.Key.Low);
    }

    private static EntryMeta ReadMeta(ref EntryReader reader, ReadOnlySpan<byte> bytes)
    {
        var (name, route, tags) = (reader.TakeText(), reader.TakeText(), reader.TakeTexts());
        var (url, host, fingerprint) = (reader.TakeUInt64(), reader.TakeUInt64(), reader.TakeUInt64());
        var names = reader.TakeTexts();
        return new EntryMeta
        {
            Key = KeyOf(bytes),
            Variant = VariantOf(bytes),
            VariedBy = names.Length == 0
                ? null : new VariedBy(SharedTexts.Of(names), new VariantKey(reader.TakeUInt64(), reader.TakeUInt64())),
            Fence = EntryFormat.FenceOf(bytes),
            Labels = new EntryLabels(name, SharedTexts.Of(route), tags, url, (uint)host),
            Fingerprint = fingerprint,
            BodyBytes = EntryFormat.BodyLengthOf(bytes),
        };
    }

    private static void WriteRest(EntryWriter head, CacheEntry entry, TimeSpan keep, EntryTimes times)
    {
        head.WriteCount((uint)entry.Status);
        head.Write(keep.Ticks);
        head.Write(times.Age);
        head.Write(times.InitialAge);
        head.Write(times.FreshLeft);
        head.Write(times.UseLeft);
        head.Write(times.SoftFor);
        WriteTerms(head, entry.Terms);
        head.WriteOptional(entry.ETag);
        head.Write(entry.LastModified?.UtcTicks ?? 0);
        head.WriteCount((uint)entry.Headers.Length);
        foreach (var (name, values) in entry.Headers)
        {
            head.Write(name);
            head.WriteCount((uint)values.Count);
            foreach (var value in values)
                head.Write(value ?? "");
        }
    }

    private static CacheEntry ReadRest(
        ref EntryReader reader, EntryMeta meta, ReadOnlySpan<byte> body, TimeSpan left, (long Now, long Frequency) clock)
    {
        var status = (int)reader.TakeCount();
        var elapsed = Math.Max(0, reader.TakeInt64() - left.Ticks);
        var times = new EntryTimes(reader.TakeInt64(), reader.TakeInt64(), reader.TakeInt64(), reader.TakeInt64(), reader.TakeInt64());
        var terms = ReadTerms(ref reader);
        var (etag, modified, headers) = (reader.TakeOptionalText(), reader.TakeInt64(), ReadHeaders(ref reader));
        var entry = new CacheEntry
        {
            Key = meta.Key,
            Variant = meta.Variant,
            VariedBy = meta.VariedBy,
            Name = meta.Labels.Name,
            Route = meta.Labels.Route,
            Tags = meta.Labels.Tags,
            UrlId = meta.Labels.UrlId,
            HostId = meta.Labels.HostId,
            Fence = meta.Fence,
            Fingerprint = meta.Fingerprint,
            Status = status,
            Headers = headers,
            Body = body.ToArray(),
            ETag = etag,
            LastModified = modified > 0 && modified <= DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset(modified, TimeSpan.Zero) : null,
            BornAt = Back(times.Age),
            InitialAge = EntryTimes.Shift(0, times.InitialAge, clock.Frequency),
            FreshUntil = Forward(times.FreshLeft),
            KeepUntil = Forward(times.UseLeft),
            Terms = terms,
        };
        if (times.SoftFor >= 0)
            entry.NoteSoft(Math.Max(1, Back(times.SoftFor)));
        return entry;

        long Forward(long ticks) => EntryTimes.Shift(EntryTimes.Shift(clock.Now, ticks, clock.Frequency), -elapsed, clock.Frequency);

        long Back(long ticks) => Forward(-ticks);
    }

    private static void WriteTerms(EntryWriter head, in ReuseTerms terms)
    {
        head.WriteCount((uint)terms.Flags);
        head.WriteCount((uint)terms.Rule);
        head.Write(terms.StaleWhileRevalidate?.Ticks ?? -1);
        head.Write(terms.StaleIfError?.Ticks ?? -1);
    }

    private static ReuseTerms ReadTerms(ref EntryReader reader)
    {
        var (flags, rule) = ((ReuseFlags)reader.TakeCount(), (FreshnessRule)reader.TakeCount());
        var (refresh, error) = (reader.TakeInt64(), reader.TakeInt64());
        return new ReuseTerms
        {
            Flags = flags,
            Rule = rule,
            StaleWhileRevalidate = refresh < 0 ? null : TimeSpan.FromTicks(refresh),
            StaleIfError = error < 0 ? null : TimeSpan.FromTicks(error),
        };
    }

    private static HeaderField[] ReadHeaders(ref EntryReader reader)
    {
        var headers = new HeaderField[reader.TakeListLength()];
        for (var i = 0; i < headers.Length; i++)
        {
            var name = CommonNames.Interned(reader.TakeText());
            var values = reader.TakeTexts();
            headers[i] = new HeaderField(name, values.Length == 1 ? new StringValues(values[0]) : new StringValues(values));
        }

        return headers;
    }
}
