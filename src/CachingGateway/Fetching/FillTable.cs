using System.Collections.Concurrent;

namespace CachingGateway.Fetching;

/// <summary>The fills that others may join: one per question.</summary>
internal sealed class FillTable
{
    private readonly ConcurrentDictionary<FillKey, Fill> _open = new();
    private int _inFlight;

    /// <summary>Fills that have begun and not ended, those that nobody can join among them.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Requests in open fills that others caused.</summary>
    public int Waiters => _open.Sum(pair => pair.Value.Waiters);

    public void NoteBegin() => Interlocked.Increment(ref _inFlight);

    public void NoteEnd() => Interlocked.Decrement(ref _inFlight);

    public Fill? FindOpen(FillKey key) => _open.GetValueOrDefault(key);

    /// <summary>Opens a fill to others; <see langword="false"/>: somebody was first.</summary>
    public bool TryOpen(Fill fill) => _open.TryAdd(fill.Key, fill);

    /// <summary>Opens a fill in another's place, which nobody joins any more; <see langword="false"/>: that one is not there.</summary>
    public bool TrySucceed(Fill old, Fill fill) => _open.TryUpdate(fill.Key, fill, old);

    /// <summary>Nobody joins it any more.</summary>
    public void Close(Fill fill) => _open.TryRemove(KeyValuePair.Create(fill.Key, fill));
}
