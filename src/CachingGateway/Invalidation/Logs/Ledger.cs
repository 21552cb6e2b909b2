using CachingGateway.Entries;

namespace CachingGateway.Invalidation.Logs;

/// <summary>Why something was invalidated, as the ledger keeps it.</summary>
/// <param name="Source">Who asked: <c>webhook:origin</c>, <c>write</c>, <c>schedule</c>, <c>settle</c>.</param>
/// <param name="Cause">The event's name, or the write's method and path.</param>
/// <param name="Mode"><c>purge</c> or <c>soft</c>.</param>
/// <param name="Delivery">The delivery that asked for it, if one did.</param>
/// <param name="Targets">The first hundred of them, each <c>kind:text</c>.</param>
/// <param name="Count">How many there were.</param>
internal sealed record LedgerCause(string Source, string Cause, string Mode, string? Delivery, IReadOnlyList<string> Targets, int Count)
{
    private const int MostTargets = 100;

    public static LedgerCause Of(InvalidationRequest request) => new(
        request.Source,
        request.Cause,
        request.Mode.ToString().ToLowerInvariant(),
        request.Delivery,
        [.. request.Targets.Take(MostTargets).Select(target => LedgerTargets.Write(target))],
        request.Targets.Count);
}

/// <summary>What its acknowledgement said; <paramref name="ElapsedMs"/> in milliseconds.</summary>
internal sealed record LedgerOutcome(int Live, int Confirmed, double ElapsedMs);

/// <summary>One invalidation.</summary>
/// <param name="Fence">Its generation and number.</param>
/// <param name="At">By the log's clock.</param>
/// <param name="Cause">Why.</param>
/// <param name="Outcome"><see langword="null"/>: nobody waited for it, or it was not acknowledged.</param>
/// <param name="Swept">How many entries of it the sweeper has freed so far.</param>
internal sealed record LedgerEntry(Fence Fence, DateTimeOffset At, LedgerCause Cause, LedgerOutcome? Outcome, long Swept = 0);

/// <summary>The ledger of a gateway without Redis. Used by one thread at a time.</summary>
internal sealed class LedgerBook
{
    /// <summary>The most invalidations that are remembered; in Redis as well.</summary>
    public const int MostEntries = 10_000;

    private readonly LinkedList<LedgerEntry> _entries = [];
    private readonly Dictionary<Fence, LinkedListNode<LedgerEntry>> _places = [];

    public void Add(LedgerEntry entry)
    {
        _places[entry.Fence] = _entries.AddFirst(entry);
        if (_entries.Count <= MostEntries)
            return;
        _places.Remove(_entries.Last!.Value.Fence);
        _entries.RemoveLast();
    }

    public void Note(Fence fence, LedgerOutcome outcome)
    {
        if (_places.TryGetValue(fence, out var place))
            place.Value = place.Value with { Outcome = outcome };
    }

    public void NoteSwept(SweptEntries swept)
    {
        foreach (var (sequence, count) in swept.BySequence)
        {
            if (_places.TryGetValue(new Fence(swept.Generation, sequence), out var place))
                place.Value = place.Value with { Swept = place.Value.Swept + count };
        }
    }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<LedgerEntry> Read(int most) => [.. _entries.Take(most)];
}
