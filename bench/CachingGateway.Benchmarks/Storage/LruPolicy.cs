namespace CachingGateway.Benchmarks.Storage;

/// <summary>Least recently used: the baseline.</summary>
internal sealed class LruPolicy(long capacityBytes) : IEvictionPolicy
{
    private readonly Dictionary<int, SimulatedEntry> _entries = [];
    private readonly SimulatedList _order = new();

    public string Name => "LRU";

    public bool Access(int key, int bytes)
    {
        if (_entries.TryGetValue(key, out var entry))
        {
            _order.Unlink(entry);
            _order.Push(entry);
            return true;
        }

        while (_order.Bytes + bytes > capacityBytes && _order.Oldest is { } victim)
        {
            _order.Unlink(victim);
            _entries.Remove(victim.Key);
        }

        _entries.Add(key, entry = new SimulatedEntry(key, bytes));
        _order.Push(entry);
        return false;
    }
}
