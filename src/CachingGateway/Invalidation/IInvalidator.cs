using CachingGateway.Entries;

namespace CachingGateway.Invalidation;

/// <summary>What an invalidation does to what matches.</summary>
internal enum InvalidationMode
{
    /// <summary>It is gone: nothing serves it again, and its validators do not go to the origin.</summary>
    Purge,

    /// <summary>It is stale from now on: served under the stale rules while one refresh runs.</summary>
    Soft,
}

/// <summary>By what entries are named in an invalidation.</summary>
internal enum TargetKind
{
    /// <summary>A tag, compared whole.</summary>
    Tag,

    /// <summary>A glob over names: <c>trig:123:*</c>; <c>?</c> is one character.</summary>
    Pattern,

    /// <summary>A name, compared whole.</summary>
    Key,

    /// <summary>A path with its query, of any host, or an absolute URL: all variants of it.</summary>
    Url,

    /// <summary>Everything of one policy route.</summary>
    Route,

    /// <summary>Everything of one host.</summary>
    Host,

    /// <summary>Everything; its text is empty.</summary>
    All,
}

/// <summary>What an invalidation names.</summary>
internal readonly record struct InvalidationTarget(TargetKind Kind, string Text)
{
    public static InvalidationTarget Everything { get; } = new(TargetKind.All, "");
}

/// <summary>One invalidation: all its targets take one sequence.</summary>
/// <param name="Targets">What it names; at least one.</param>
/// <param name="Mode">What becomes of that.</param>
internal sealed record InvalidationRequest(IReadOnlyList<InvalidationTarget> Targets, InvalidationMode Mode)
{
    /// <summary>
    /// The delivery that asks for it, unique in the world: <c>source/id</c>. The second request of one delivery takes nothing and waits for the same
    /// acknowledgement. <see langword="null"/>: none.
    /// </summary>
    public string? Delivery { get; init; }

    /// <summary>
    /// How much later the same targets are invalidated once more, for origins that go on to read old data for a while; until
    /// then what is fetched of them is stored no longer than that. Zero: not at all.
    /// </summary>
    public TimeSpan Settle { get; init; }

    /// <summary>Who asks, for the ledger: <c>webhook:origin</c>, <c>write</c>, <c>schedule</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Why, for the ledger: the event's name, or the write's method and path.</summary>
    public string Cause { get; init; } = "";
}

/// <summary>What is certain once an invalidation is acknowledged: no replica serves what it named any more.</summary>
/// <param name="Fence">The generation and the number it took.</param>
/// <param name="Live">How many replicas were there, this one included.</param>
/// <param name="Confirmed">How many of them said that they know; of the others it is certain that they do not trust themselves.</param>
/// <param name="Elapsed">From the asking to the certainty.</param>
/// <param name="IsRepeat">Whether the delivery had been taken before.</param>
internal sealed record Acknowledgement(Fence Fence, int Live, int Confirmed, TimeSpan Elapsed, bool IsRepeat = false);

/// <summary>Takes invalidations.</summary>
internal interface IInvalidator
{
    /// <summary>Returns when no replica serves what the request names any more.</summary>
    /// <returns><see langword="null"/>: the store cannot take it now, and nothing is promised; ask again.</returns>
    Task<Acknowledgement?> InvalidateAsync(InvalidationRequest request, CancellationToken cancellation);
}
