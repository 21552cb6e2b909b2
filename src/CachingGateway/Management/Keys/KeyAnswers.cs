using CachingGateway.Invalidation.Logs;

namespace CachingGateway.Management.Keys;

/// <summary>A page of entries.</summary>
/// <param name="Cursor">Where to go on; <see langword="null"/>: there are no more.</param>
/// <param name="Examined">How many entries were looked at for it.</param>
/// <param name="Redis"><c>none</c>, <c>ok</c> or <c>unavailable</c>.</param>
internal sealed record KeysAnswer(IReadOnlyList<ListedEntry> Keys, string? Cursor, long Examined, string Redis);

/// <summary>One entry of a page; what is <see langword="null"/> is known of entries in this replica's memory alone.</summary>
internal sealed record ListedEntry
{
    public required string Name { get; init; }

    public required string Route { get; init; }

    public required string Identity { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required int BodyBytes { get; init; }

    public required string Fence { get; init; }

    public required IReadOnlyList<string> In { get; init; }

    public int? Status { get; init; }

    public string? State { get; init; }

    public long? AgeSeconds { get; init; }

    public long? TtlSeconds { get; init; }

    public long? Hits { get; init; }
}

/// <summary>All that is known of one name.</summary>
/// <param name="History">The invalidations that name it, the newest first.</param>
/// <param name="Complete">Whether all there is was looked through.</param>
internal sealed record KeyAnswer(
    string Name, IReadOnlyList<EntryDetails> Entries, IReadOnlyList<RetiringRecord> History, bool Complete, string Redis);

/// <summary>One entry in full.</summary>
internal sealed record EntryDetails
{
    public required string Route { get; init; }

    public required string Identity { get; init; }

    public required string Variant { get; init; }

    /// <summary>The header fields that the origin's <c>Vary</c> told it apart by.</summary>
    public required IReadOnlyList<string> VariedBy { get; init; }

    public required IReadOnlyList<string> In { get; init; }

    public required int Status { get; init; }

    public required string State { get; init; }

    public required DateTimeOffset StoredAt { get; init; }

    public required long AgeSeconds { get; init; }

    public required long TtlSeconds { get; init; }

    public required long KeptForSeconds { get; init; }

    /// <summary><see langword="null"/>: it is not in this replica's memory.</summary>
    public required long? Hits { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required string Fence { get; init; }

    public required string? Etag { get; init; }

    /// <summary>Each <c>Name: value</c>.</summary>
    public required IReadOnlyList<string> Headers { get; init; }

    public required int BodyBytes { get; init; }

    public BodyText? Body { get; init; }
}

/// <summary>A stored body.</summary>
/// <param name="Encoding"><c>utf-8</c>, or <c>base64</c> of bytes that are none.</param>
/// <param name="IsTruncated">Whether there is more of it.</param>
internal sealed record BodyText(string Encoding, string Text, bool IsTruncated);

/// <summary>An invalidation that names an entry.</summary>
/// <param name="Target">What of it does, as the ledger has it.</param>
internal sealed record RetiringRecord(string Sequence, DateTimeOffset At, string Source, string Cause, string Mode, string Target)
{
    public static RetiringRecord Of(LedgerEntry entry, string target) =>
        new(entry.Fence.ToString(), entry.At, entry.Cause.Source, entry.Cause.Cause, entry.Cause.Mode, target);
}
