using CachingGateway.Entries;
using CachingGateway.Observability;

namespace CachingGateway.Invalidation.Events;

/// <summary>What came of a webhook.</summary>
internal abstract record EventOutcome(EventReason Reason)
{
    /// <summary>It was taken, and no replica serves what it names any more.</summary>
    /// <param name="Fence">The highest number that it took.</param>
    /// <param name="Rules">How many rules were for it.</param>
    /// <param name="Targets">How many targets they named.</param>
    /// <param name="Live">How many replicas there were.</param>
    /// <param name="Confirmed">How many of them said that they know.</param>
    internal sealed record Taken(Fence Fence, int Rules, int Targets, int Live, int Confirmed, TimeSpan Elapsed)
        : EventOutcome(EventReason.Taken);

    /// <summary>It was in order, and there is nothing to retire.</summary>
    /// <param name="Events">The names that no rule is for, or whose rules named nothing; distinct.</param>
    internal sealed record Unmatched(EventReason Why, IReadOnlyList<string> Events) : EventOutcome(Why);

    /// <summary>Nothing of it was applied.</summary>
    /// <param name="Detail">In words, for whoever wrote the sender.</param>
    internal sealed record Refused(EventReason Why, string Detail) : EventOutcome(Why)
    {
        /// <summary>When to ask again; <see langword="null"/>: not before something was changed.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }
}
