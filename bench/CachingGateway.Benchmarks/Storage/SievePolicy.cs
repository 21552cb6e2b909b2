namespace CachingGateway.Benchmarks.Storage;

/// <summary>
/// SIEVE (Zhang et al., NSDI 2024): one queue, one visited bit, and a hand that walks from the oldest to the newest.
/// </summary>
internal sealed class SievePolicy(long capacityBytes) : IEvictionPolicy
{
    private readonly Dictionary<int, SimulatedEntry> _entries = [];
    private readonly SimulatedList _order = new();
    private SimulatedEntry? _hand;

    public string Name => "SIEVE";

    public bool Access(int key, int bytes)
    {
        if (_entries.TryGetValue(key, out var entry))
        {
            entry.Mark = 1;
            return true;
        }

        while (_order.Bytes + bytes > capacityBytes && _order.Oldest is not null)
            Evict();
        _entries.Add(key, entry = new SimulatedEntry(key, bytes));
        _order.Push(entry);
        return false;
    }

    private void Evict()
    {
        var victim = _hand ?? _order.Oldest!;
        while (victim.Mark != 0)
        {
            victim.Mark = 0;
            victim = victim.Newer ?? _order.Oldest!;
        }

        _hand = victim.Newer;
        _order.Unlink(victim);
        _entries.Remove(victim.Key);
    }
}
