namespace CachingGateway.Benchmarks.Storage;

/// <summary>
/// W-TinyLFU (Einziger et al., 2017) in bytes, with the aggregated-victims rule of its size-aware successor (2022): who leaves
/// the window enters the main part only if it is asked for more often than all together that would have to leave for it.
/// </summary>
internal sealed class TinyLfuPolicy(long capacityBytes, int expectedEntries) : IEvictionPolicy
{
    private readonly long _windowBytes = capacityBytes / 100;
    private readonly long _protectedBytes = (capacityBytes - (capacityBytes / 100)) * 8 / 10;
    private readonly Dictionary<int, SimulatedEntry> _entries = [];
    private readonly FrequencySketch _sketch = new(expectedEntries);
    private readonly SimulatedList _window = new();
    private readonly SimulatedList _probation = new();
    private readonly SimulatedList _protected = new();

    public string Name => "W-TinyLFU";

    public bool Access(int key, int bytes)
    {
        _sketch.Add(key);
        if (_entries.TryGetValue(key, out var entry))
        {
            Promote(entry);
            return true;
        }

        _entries.Add(key, entry = new SimulatedEntry(key, bytes));
        _window.Push(entry);
        while (_window.Bytes > _windowBytes)
            Admit(_window.Oldest!);
        return false;
    }

    private void Promote(SimulatedEntry entry)
    {
        var list = entry.List!;
        list.Unlink(entry);
        (ReferenceEquals(list, _window) ? _window : _protected).Push(entry);
        while (_protected.Bytes > _protectedBytes)
        {
            var demoted = _protected.Oldest!;
            _protected.Unlink(demoted);
            _probation.Push(demoted);
        }
    }

    private void Admit(SimulatedEntry candidate)
    {
        _window.Unlink(candidate);
        var excess = _probation.Bytes + _protected.Bytes + candidate.Bytes - (capacityBytes - _windowBytes);
        var victims = new List<SimulatedEntry>();
        var frequency = 0;
        for (var victim = Coldest(); excess > 0 && victim is not null; victim = NextColdest(victim))
        {
            victims.Add(victim);
            frequency += _sketch.Estimate(victim.Key);
            excess -= victim.Bytes;
        }

        if (victims.Count > 0 && _sketch.Estimate(candidate.Key) <= frequency)
        {
            _entries.Remove(candidate.Key);
            return;
        }

        foreach (var victim in victims)
        {
            victim.List!.Unlink(victim);
            _entries.Remove(victim.Key);
        }

        _probation.Push(candidate);
    }

    private SimulatedEntry? Coldest() => _probation.Oldest ?? _protected.Oldest;

    private SimulatedEntry? NextColdest(SimulatedEntry entry) =>
        entry.Newer ?? (ReferenceEquals(entry.List, _probation) ? _protected.Oldest : null);
}
