using CachingGateway.Entries;
using CachingGateway.Invalidation.Records;

namespace CachingGateway.Invalidation.Protocol;

/// <summary>
/// What a replica knows of one generation's invalidations. A request reads the replica's view once and judges by that one alone,
/// so that generation, head, floor and records always belong together.
/// </summary>
/// <param name="generation">Never 0.</param>
/// <param name="knownSince">The timestamp at which the replica learned of the generation.</param>
internal sealed class InvalidationView(ulong generation, long knownSince)
{
    private long _head;
    private long _floor;
    private long _pruneFrom;
    private long _trustedUntil = long.MinValue;

    public ulong Generation => generation;

    public long KnownSince => knownSince;

    /// <summary>The highest sequence applied without a gap. A record is in the index before head says so.</summary>
    public long Head
    {
        get => Volatile.Read(ref _head);
        private set => Volatile.Write(ref _head, value);
    }

    /// <summary>The highest sequence that may have been forgotten: of what was checked to less, nothing can be said.</summary>
    public long Floor => Volatile.Read(ref _floor);

    /// <summary>Until when nothing can have been acknowledged that is not in here, as a timestamp.</summary>
    public long TrustedUntil => Volatile.Read(ref _trustedUntil);

    public RecordIndex Index { get; } = new();

    /// <summary>Generation and head, for what is about to be sent to the origin.</summary>
    public Fence Fence => new(generation, Head);

    /// <summary>Whether the view may be judged by.</summary>
    /// <param name="now">Read from the clock after the request was.</param>
    /// <param name="grace">For how much longer than it is trusted, in ticks of the clock; the promise does not hold then.</param>
    public bool IsTrusted(long now, long grace = 0) => TrustedUntil is var until && (now < until || (until != long.MinValue && now - until < grace));

    /// <summary>Takes a record in, and all before it: the next one, or one behind a compacted part of the log.</summary>
    public void Apply(InvalidationRecord record) => Index.Add(record);

    /// <summary>Everything up to here is in the index.</summary>
    public void Advance(long head) => Head = Math.Max(Head, head);

    public void RaiseFloor(long floor)
    {
        if (floor <= _floor)
            return;
        // Before they go: see StandingOf.
        Volatile.Write(ref _floor, floor);
        // What is below the floor harms nobody, and to forget it is a walk through all records: not before they are a tenth more.
        if (Index.Count < _pruneFrom)
            return;
        Index.Prune(floor);
        _pruneFrom = Index.Count * 11L / 10;
    }

    public void Trust(long until) => Volatile.Write(ref _trustedUntil, Math.Max(_trustedUntil, until));

    public void Distrust() => Volatile.Write(ref _trustedUntil, long.MinValue);

    /// <summary>Whether a stored response still stands, as far as this view knows.</summary>
    public Standing StandingOf(CacheEntry entry)
    {
        if (entry.Fence.Generation != generation)
            return Standing.Retired;
        // Head first: what it names is in the index already, and what comes later is for a later check.
        var head = Head;
        return entry.CheckedTo >= head ? Known(entry) : Check(entry, head);
    }

    /// <summary>
    /// Whether what was fetched behind a fence may be given to somebody who came when the view stood at <paramref name="arrival"/>.
    /// </summary>
    public bool Suits(in EntryLabels labels, Fence fence, Fence arrival)
    {
        if (fence.Generation != generation || arrival.Generation != generation)
            return false;
        if (fence.Sequence >= arrival.Sequence)
            return true;
        // Records behind his arrival may hide older ones of their targets, so they count as well.
        var isNamed = Index.Find(labels, fence.Sequence).IsAny;
        return !isNamed && fence.Sequence >= Floor;
    }

    /// <summary>Whether a response stored elsewhere is gone.</summary>
    public bool IsRetired(in EntryLabels labels, Fence fence) =>
        fence.Generation != generation || Index.Find(labels, fence.Sequence).IsPurged || fence.Sequence < Floor;

    /// <summary>The record that retired a response; 0: none that is known still, or it was another generation's.</summary>
    public long RetiredBy(in EntryLabels labels, Fence fence) =>
        fence.Generation == generation ? Index.Find(labels, fence.Sequence).PurgedBy : 0;

    private Standing Check(CacheEntry entry, long head)
    {
        var from = entry.CheckedTo;
        var found = Index.Find(entry.Labels, from);
        // After the look: what was pruned in the meantime had raised the floor before it went.
        if (from < Floor || found.IsPurged)
            return Standing.Retired;
        if (found.SoftSince != 0)
            entry.NoteSoft(found.SoftSince);
        entry.NoteChecked(head);
        return Known(entry);
    }

    private static Standing Known(CacheEntry entry) => entry.SoftSince == 0 ? Standing.Valid : Standing.Soft;
}

/// <summary>What invalidations made of a stored response.</summary>
internal enum Standing
{
    /// <summary>None names it.</summary>
    Valid,

    /// <summary>It is stale, whatever its lifetime says.</summary>
    Soft,

    /// <summary>It is gone.</summary>
    Retired,
}
