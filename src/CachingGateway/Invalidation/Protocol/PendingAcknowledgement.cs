using CachingGateway.Entries;

namespace CachingGateway.Invalidation.Protocol;

/// <summary>What became of an invalidation that took its number.</summary>
internal enum PendingOutcome
{
    Undecided,

    /// <summary>No replica serves what it named.</summary>
    Certain,

    /// <summary>The generation has changed since, and its number says nothing in the new one.</summary>
    TakeAgain,
}

/// <summary>An invalidation that waits until everybody knows of it.</summary>
/// <param name="fence">What it took.</param>
/// <param name="deadline">
/// From when on time alone makes it certain, as a timestamp; <see cref="long.MaxValue"/>: never, because copies of the log do not
/// know of it.
/// </param>
internal sealed class PendingAcknowledgement(Fence fence, long deadline)
{
    private readonly TaskCompletionSource<PendingOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Fence Fence => fence;

    public long Deadline => deadline;

    public bool IsSafe => deadline != long.MaxValue;

    public bool IsDecided => _outcome.Task.IsCompleted;

    public Task<PendingOutcome> Outcome => _outcome.Task;

    /// <summary>How many replicas there were, and how many of them said that they know.</summary>
    public (int Live, int Confirmed) Replicas { get; private set; }

    public void Decide(PendingOutcome outcome, int live, int confirmed)
    {
        Replicas = (live, confirmed);
        _outcome.TrySetResult(outcome);
    }
}
