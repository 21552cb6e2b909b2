using CachingGateway.Entries;

namespace CachingGateway.Storage;

/// <summary>
/// Frees the memory of expired entries for which nobody asks. One timer walks through the index, a fixed share of it at each
/// tick, and takes the store's lock only for a segment in which something has expired.
/// </summary>
internal sealed class ExpirySweeper : IDisposable
{
    private readonly MemoryStore _store;
    private readonly TimeProvider _time;
    private readonly ulong _stride;
    private readonly List<CacheEntry> _seen = [];
    private readonly Lock _tick = new();
    private readonly ITimer _timer;
    private ulong _position;

    public ExpirySweeper(MemoryStore store, MemoryStoreOptions options, TimeProvider time)
    {
        _store = store;
        _time = time;
        _stride = (ulong.MaxValue / (ulong)options.SweepIntervalsPerRound) + 1;
        _timer = time.CreateTimer(
            static state => ((ExpirySweeper)state!).Tick(), this, options.SweepInterval, options.SweepInterval);
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        // A tick that finds the last one still at work has nothing to add.
        if (!_tick.TryEnter()) return;
        try
        {
            SweepStride();
        }
        finally
        {
            _tick.Exit();
        }
    }

    private void SweepStride()
    {
        var now = _time.GetTimestamp();
        var target = _position + _stride;
        // The last stride of a round ends with the index, not beyond it.
        var isLast = target < _position || target == 0;
        do
        {
            _seen.Clear();
            _position = _store.Visit(_position, _seen);
            _seen.RemoveAll(entry => entry.KeepUntil > now);
            if (_seen.Count > 0) _store.RemoveAll(_seen);
        }
        while (_position != 0 && (isLast || _position < target));

        _seen.Clear();
        if (_position == 0) _store.DropEmptyPartitions();
    }
}
