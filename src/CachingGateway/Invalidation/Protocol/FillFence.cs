using CachingGateway.Entries;

namespace CachingGateway.Invalidation.Protocol;

/// <summary>
/// The moment at which a fill is sent, on which it depends who may share its answer: whoever came before gets something newer than
/// his arrival, whoever comes after may get something older.
/// </summary>
internal sealed class FillFence
{
    private readonly Lock _gate = new();
    private bool _isSent;

    /// <summary>What was known of invalidations before the origin was asked; none until then.</summary>
    public Fence Fence { get; private set; }

    /// <summary>
    /// The origin is asked next. Generation and head are read from one view and before anything is sent, never when the answer is
    /// stored.
    /// </summary>
    public void Send(InvalidationView? view)
    {
        lock (_gate)
        {
            _isSent = true;
            Fence = view?.Fence ?? default;
        }
    }

    /// <summary>Lets somebody in, if the answer may be for one who comes now.</summary>
    /// <param name="labels">What is known of the answer's labels so far.</param>
    /// <param name="arrival">What was known when he came.</param>
    public FillEntrance Enter(in EntryLabels labels, in Arrival arrival)
    {
        lock (_gate)
        {
            // Rules 4 and 6.
            return !_isSent ? FillEntrance.BeforeSent
                : arrival.Accepts(labels, Fence) ? FillEntrance.AfterSent
                : FillEntrance.Closed;
        }
    }
}

/// <summary>How somebody comes to share a fill.</summary>
internal enum FillEntrance
{
    /// <summary>The answer may be older than what was invalidated before he came.</summary>
    Closed,

    /// <summary>Before the origin was asked: whatever it says is newer.</summary>
    BeforeSent,

    /// <summary>After; what it says is to be held against his arrival once more, when all its tags are known.</summary>
    AfterSent,
}
