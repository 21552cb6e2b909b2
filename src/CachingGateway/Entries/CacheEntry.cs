using CachingGateway.Http;
using CachingGateway.Keys;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Entries;

/// <summary>One stored header field, ready to be set on a response.</summary>
internal readonly record struct HeaderField(string Name, Microsoft.Extensions.Primitives.StringValues Value);

/// <summary>
/// One stored response. Immutable but for the store's own bookkeeping; requests share it and copy nothing from it.
/// Times are <see cref="TimeProvider.GetTimestamp"/> values in units of the provider's frequency.
/// </summary>
internal sealed class CacheEntry
{
    private readonly Fence _fence;

    /// <summary>A third of the size of the nullable date; its zero is no date that a response could have.</summary>
    private readonly long _lastModified;
    private readonly long _keepUntil;
    private long _freshUntil;
    private long _checkedTo;
    private long _softSince;
    private int _policyVersion;

    public required EntryKey Key { get; init; }

    /// <summary>The variant by the header fields that every variant of the route is told apart by.</summary>
    public required VariantKey Variant { get; init; }

    /// <summary>What else the origin's <c>Vary</c> told this variant apart by; <see langword="null"/>: nothing.</summary>
    public VariedBy? VariedBy { get; init; }

    public required string Name { get; init; }

    public required string Route { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Stands for path and query as the origin was asked, whatever the host (see <c>TargetId</c>); 0: unknown.</summary>
    public ulong UrlId { get; init; }

    /// <summary>Stands for the host; 0: it is not part of the key.</summary>
    public uint HostId { get; init; }

    public EntryLabels Labels => new(Name, Route, Tags, UrlId, HostId);

    public required int Status { get; init; }

    /// <summary>End-to-end header fields; <c>Age</c> and the gateway's own fields are not among them.</summary>
    public required HeaderField[] Headers { get; init; }

    public required byte[] Body { get; init; }

    public string? ETag { get; init; }

    /// <summary><c>Last-Modified</c>, or <see langword="null"/>.</summary>
    public DateTimeOffset? LastModified
    {
        get => _lastModified == 0 ? null : new DateTimeOffset(_lastModified, TimeSpan.Zero);
        init => _lastModified = value?.UtcTicks ?? 0;
    }

    /// <summary>When the response was received, corrected by the age it had then (RFC 9111 §4.2.3).</summary>
    public required long BornAt { get; init; }

    /// <summary>The age it had when it was received, in the same units: <see cref="BornAt"/> and this make the receipt.</summary>
    public long InitialAge { get; init; }

    /// <summary>From when on the response is no longer fresh. A stricter policy may move it, and only to an earlier time.</summary>
    public required long FreshUntil
    {
        get => Volatile.Read(ref _freshUntil);
        init => _freshUntil = value;
    }

    /// <summary>Until when it may be of use, stale answers included.</summary>
    public long KeepUntil
    {
        get => Math.Max(_keepUntil, FreshUntil);
        init => _keepUntil = value;
    }

    /// <summary>What the origin said of its use beyond its freshness.</summary>
    public ReuseTerms Terms { get; init; }

    /// <summary>The timestamp of its receipt.</summary>
    public long ReceivedAt => BornAt + InitialAge;

    /// <summary>From when on it is stale: by its lifetime, or by a soft invalidation before that.</summary>
    public long StaleFrom => SoftSince is not 0 and var since ? Math.Min(since, FreshUntil) : FreshUntil;

    /// <summary>The policy that <see cref="FreshUntil"/> was last held against.</summary>
    public int PolicyVersion
    {
        get => Volatile.Read(ref _policyVersion);
        init => _policyVersion = value;
    }

    /// <summary>The fingerprint of the route under whose rules it was stored.</summary>
    public required ulong Fingerprint { get; init; }

    /// <summary>What was known of invalidations before the origin was asked.</summary>
    public Fence Fence
    {
        get => _fence;
        init => (_fence, _checkedTo) = (value, value.Sequence);
    }

    /// <summary>No record up to this sequence, of the fence's generation, retires the entry.</summary>
    public long CheckedTo => Volatile.Read(ref _checkedTo);

    /// <summary>Since when a soft invalidation has made it stale, as a timestamp; 0: none has.</summary>
    public long SoftSince => Volatile.Read(ref _softSince);

    /// <summary>The next variant of the same key, of any base variant, or <see langword="null"/>. Read without a lock.</summary>
    public CacheEntry? NextVariant => Volatile.Read(ref Store.NextVariant);

    /// <summary>The store's own bookkeeping; nobody else touches it.</summary>
    public StoreBookkeeping Store;

    /// <summary>A field's only value; <see langword="null"/>: it has none, or several.</summary>
    public string? Value(string name)
    {
        foreach (var field in Headers)
        {
            if (string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))
                return field.Value.Count == 1 ? field.Value[0] : null;
        }

        return null;
    }

    /// <summary>Its <c>Date</c>, where that is one.</summary>
    /// <param name="now">Tells the century of a year of two digits.</param>
    public DateTimeOffset? TryDate(DateTimeOffset now) =>
        HttpDates.TryParse(Value(HeaderNames.Date), now, out var date) ? date : null;

    /// <summary>Notes what a newer policy leaves of the entry's freshness. Whoever sees the version sees the time.</summary>
    public void HoldAgainst(int policyVersion, long freshUntil)
    {
        Volatile.Write(ref _freshUntil, Math.Min(freshUntil, _freshUntil));
        Volatile.Write(ref _policyVersion, policyVersion);
    }

    /// <summary>Notes that no record up to here retires the entry, but the soft one that may have been noted.</summary>
    public void NoteChecked(long sequence)
    {
        var known = Volatile.Read(ref _checkedTo);
        while (known < sequence)
        {
            var seen = Interlocked.CompareExchange(ref _checkedTo, sequence, known);
            if (seen == known)
                return;
            known = seen;
        }
    }

    /// <summary>Notes that it is stale since that timestamp; the earliest counts. To be noted before how far it was checked.</summary>
    public void NoteSoft(long since)
    {
        var known = Volatile.Read(ref _softSince);
        while (known == 0 || since < known)
        {
            var seen = Interlocked.CompareExchange(ref _softSince, since, known);
            if (seen == known)
                return;
            known = seen;
        }
    }

    /// <summary>Whether the two stand for the same variant of the same key, so that one replaces the other.</summary>
    public bool IsSameVariantAs(CacheEntry other) =>
        Key == other.Key && Variant == other.Variant && VariedBy.AreSame(VariedBy, other.VariedBy);
}

/// <summary>
/// The header fields that the origin's <c>Vary</c> named beyond the route's own, and this entry's values of them.
/// </summary>
/// <param name="Names">Lower-case field names, sorted. Shared between entries.</param>
/// <param name="Key">The digest of their values in the request that the response answered.</param>
internal sealed record VariedBy(string[] Names, VariantKey Key)
{
    /// <summary>Compares names by value, which the record's own equality does not.</summary>
    public static bool AreSame(VariedBy? left, VariedBy? right) =>
        ReferenceEquals(left, right)
        || (left is not null && right is not null && left.Key == right.Key && left.Names.AsSpan().SequenceEqual(right.Names));
}
