namespace CachingGateway.Benchmarks.Storage;

/// <summary>S3-FIFO as its paper has it (Yang et al., SOSP 2023), in bytes and blind to sizes.</summary>
internal sealed class S3FifoPolicy(long capacityBytes) : IEvictionPolicy
{
    private readonly Dictionary<int, SimulatedEntry> _entries = [];
    private readonly SimulatedList _small = new();
    private readonly SimulatedList _main = new();
    private readonly Dictionary<int, long> _ghosts = [];
    private readonly Queue<(int Key, long Turn)> _ghostOrder = [];
    private long _turn;

    public string Name => "S3-FIFO";

    public bool Access(int key, int bytes)
    {
        if (_entries.TryGetValue(key, out var entry))
        {
            entry.Mark = Math.Min(3, entry.Mark + 1);
            return true;
        }

        while (_small.Bytes + _main.Bytes + bytes > capacityBytes && _entries.Count > 0)
            Evict();
        _entries.Add(key, entry = new SimulatedEntry(key, bytes));
        (_ghosts.Remove(key) ? _main : _small).Push(entry);
        return false;
    }

    private void Evict()
    {
        if (_small.Bytes > capacityBytes / 10 || _main.Oldest is null)
            EvictFromSmall(_small.Oldest!);
        else
            EvictFromMain(_main.Oldest);
    }

    private void EvictFromSmall(SimulatedEntry oldest)
    {
        _small.Unlink(oldest);
        if (oldest.Mark > 1)
        {
            oldest.Mark = 0;
            _main.Push(oldest);
            return;
        }

        _entries.Remove(oldest.Key);
        _ghosts[oldest.Key] = ++_turn;
        _ghostOrder.Enqueue((oldest.Key, _turn));
        while (_ghostOrder.Count > _entries.Count)
        {
            var (key, turn) = _ghostOrder.Dequeue();
            if (_ghosts.TryGetValue(key, out var latest) && latest == turn) _ghosts.Remove(key);
        }
    }

    private void EvictFromMain(SimulatedEntry oldest)
    {
        _main.Unlink(oldest);
        if (oldest.Mark-- > 0)
            _main.Push(oldest);
        else
            _entries.Remove(oldest.Key);
    }
}
