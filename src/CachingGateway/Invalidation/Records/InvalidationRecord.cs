namespace CachingGateway.Invalidation.Records;

/// <summary>An invalidation that has taken its number.</summary>
/// <param name="Sequence">Its number within its generation, from 1.</param>
/// <param name="Mode">What becomes of what matches.</param>
/// <param name="Targets">What it names.</param>
/// <param name="SoftSince">The replica's own timestamp of its taking, as near as that is known; for the grace of soft ones alone.</param>
internal sealed record InvalidationRecord(
    long Sequence, InvalidationMode Mode, IReadOnlyList<InvalidationTarget> Targets, long SoftSince);
