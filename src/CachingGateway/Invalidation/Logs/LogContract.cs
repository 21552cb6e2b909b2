using CachingGateway.Entries;

namespace CachingGateway.Invalidation.Logs;

/// <summary>A record as the log keeps it and tells it.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Mode">What becomes of what matches.</param>
/// <param name="Targets">What it names.</param>
/// <param name="TakenAt">By the log's own clock, in milliseconds; nothing but the grace of soft ones depends on it.</param>
internal sealed record LoggedRecord(
    long Sequence, InvalidationMode Mode, IReadOnlyList<InvalidationTarget> Targets, long TakenAt);

/// <summary>Targets that are taken once more at a time of the log's clock, in milliseconds.</summary>
internal sealed record DueRecord(InvalidationMode Mode, IReadOnlyList<InvalidationTarget> Targets, long At);

/// <summary>What the log tells everybody when a record is taken.</summary>
internal sealed record LogMessage(ulong Generation, LoggedRecord Record, DueRecord? Due);

/// <summary>A replica among the members of a generation.</summary>
/// <param name="Id">Of one process, new with each start.</param>
/// <param name="Position">How far it had applied when it was heard last.</param>
/// <param name="Beats">Grows with each of its heartbeats, and is never the same again in a generation.</param>
internal readonly record struct Member(string Id, long Position, long Beats);

/// <summary>The members of a generation at one moment.</summary>
/// <param name="Version">Greater means later.</param>
internal sealed record Membership(long Version, IReadOnlyList<Member> Members);

/// <summary>A replica says how far it has applied: whatever it answers from now on was checked to there.</summary>
internal readonly record struct Confirmation(ulong Generation, string Id, long Position);

/// <summary>A heartbeat.</summary>
/// <param name="Id">The process.</param>
/// <param name="Generation">The generation it knows; 0: none yet.</param>
/// <param name="Position">How far it has applied there.</param>
/// <param name="ReadTo">From where on it wants the records: the position, or further where it has read a part of them already.</param>
/// <param name="Candidate">The generation to begin if there has to be a new one; random, never 0.</param>
/// <param name="Left">Generations it has left, which must not come back.</param>
/// <param name="Gone">Members that it has not heard of for long: removed if they have not been heard of since either.</param>
internal sealed record BeatRequest(
    string Id, ulong Generation, long Position, long ReadTo, ulong Candidate, IReadOnlyList<ulong> Left, IReadOnlyList<Member> Gone);

/// <summary>What a heartbeat learns, all of one moment.</summary>
/// <param name="Generation">The generation in force.</param>
/// <param name="Head">The highest sequence taken.</param>
/// <param name="Floor">The highest sequence forgotten.</param>
/// <param name="Records">Those behind what was read, in order; of another generation than the one asked with: all.</param>
/// <param name="IsComplete">Whether there are no more than these; else ask again from the last one.</param>
/// <param name="Due">What will be taken again.</param>
/// <param name="Now">By the log's clock, in milliseconds.</param>
/// <param name="Members">The members, the asker among them.</param>
/// <param name="IsSafe">Whether the copies of the log, where it has any, know it too.</param>
internal sealed record BeatReply(
    ulong Generation,
    long Head,
    long Floor,
    IReadOnlyList<LoggedRecord> Records,
    bool IsComplete,
    IReadOnlyList<DueRecord> Due,
    long Now,
    Membership Members,
    bool IsSafe);

/// <summary>Asks for a number.</summary>
/// <param name="Candidate">The generation to begin if there has to be a new one; random, never 0.</param>
/// <param name="Left">Generations the asker has left, which must not come back.</param>
/// <param name="Invalidation">What is to be taken.</param>
/// <param name="Intent">The write's intent that this closes; <see langword="null"/>: none.</param>
internal sealed record TakeRequest(
    ulong Candidate, IReadOnlyList<ulong> Left, InvalidationRequest Invalidation, string? Intent = null);

/// <summary>What was taken.</summary>
/// <param name="Fence">Generation and sequence.</param>
/// <param name="IsRepeat">The delivery had taken that sequence before.</param>
/// <param name="Members">The members at that moment.</param>
/// <param name="IsSafe">Whether the copies of the log, where it has any, know it too.</param>
internal sealed record TakeReply(Fence Fence, bool IsRepeat, Membership Members, bool IsSafe);

/// <summary>Where invalidations take their numbers: one counter, with the records that matter still.</summary>
internal interface IInvalidationLog
{
    /// <summary>Whether other processes use it too; if not, it cannot be out of reach.</summary>
    bool IsShared { get; }

    /// <summary>Renews the membership and reads what was missed. <see langword="null"/>: the log is out of reach.</summary>
    Task<BeatReply?> BeatAsync(BeatRequest request);

    /// <summary>Takes a number. <see langword="null"/>: it is not known whether one was taken.</summary>
    Task<TakeReply?> TakeAsync(TakeRequest request);

    /// <summary>Leaves an intent: if it is not closed by then, it is taken as a record. Whether it was left.</summary>
    Task<bool> IntendAsync(string intent, InvalidationRequest invalidation, TimeSpan deadline);

    /// <summary>Takes an intent back: nothing has changed.</summary>
    Task ForgetAsync(string intent);

    /// <summary>Tells everybody how far this replica is; may be lost.</summary>
    void Confirm(Confirmation confirmation);

    /// <summary>Adds to the ledger what an acknowledgement said; may be lost.</summary>
    void Note(Fence fence, LedgerOutcome outcome);

    /// <summary>Adds to the ledger what was freed; may be lost.</summary>
    void NoteSwept(SweptEntries swept);

    /// <summary>The latest invalidations, the newest first. <see langword="null"/>: the log is out of reach.</summary>
    Task<IReadOnlyList<LedgerEntry>?> ReadLedgerAsync(int most);

    /// <summary>Ends the membership.</summary>
    Task LeaveAsync(string id);

    /// <summary>Begins to tell what others do. What was missed between two connections is not told.</summary>
    /// <param name="listener">Called one message after the other.</param>
    void Listen(ILogListener listener);
}

/// <summary>Hears what the log tells everybody.</summary>
internal interface ILogListener
{
    void OnTaken(LogMessage message);

    void OnConfirmed(Confirmation confirmation);

    /// <summary>Messages may have been lost.</summary>
    void OnInterrupted();
}
