namespace CachingGateway.Invalidation.Protocol;

/// <summary>The replicas of a generation as one of them sees them.</summary>
/// <param name="Generation">0: it has not heard of any yet.</param>
/// <param name="Head">The highest sequence that it has heard of.</param>
/// <param name="Replicas">Itself first.</param>
internal sealed record ReplicaReport(ulong Generation, long Head, IReadOnlyList<ReportedReplica> Replicas);

/// <summary>One replica.</summary>
/// <param name="Id">Of one process.</param>
/// <param name="IsSelf">Whether it is the one that reports.</param>
/// <param name="IsLive">Whether it was heard of lately enough for an acknowledgement to wait for it.</param>
/// <param name="Position">How far it has applied, as far as it has said.</param>
/// <param name="HeardAgo">Since the last sign of life, by the reporter's clock.</param>
/// <param name="Lease">For how long it may go on trusting what it knows; <see langword="null"/>: without end, or not known of others.</param>
internal sealed record ReportedReplica(string Id, bool IsSelf, bool IsLive, long Position, TimeSpan HeardAgo, TimeSpan? Lease);
