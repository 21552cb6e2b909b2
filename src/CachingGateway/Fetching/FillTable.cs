using System.Collections.Concurrent;
using CachingGateway.Keys;

namespace CachingGateway.Fetching;

/// <summary>The fills under way, and which of them others may join: one per question.</summary>
internal sealed class FillTable
{
    private readonly ConcurrentDictionary<Fill, EntryKey> _running = new();
    private readonly ConcurrentDictionary<FillKey, Fill> _open = new();

    /// <summary>How many fills are under way.</summary>
    public int Count => _running.Count;

    public Fill? FindOpen(FillKey key) => _open.GetValueOrDefault(key);

    public void Add(Fill fill) => _running[fill] = fill.Key.Key;

    /// <summary>Opens a fill to others; <see langword="false"/>: somebody was first.</summary>
    public bool TryOpen(Fill fill) => _open.TryAdd(fill.Key, fill);

    /// <summary>Nobody joins it any more.</summary>
    public void Close(Fill fill) => _open.TryRemove(KeyValuePair.Create(fill.Key, fill));

    /// <summary>It has ended.</summary>
    public void Remove(Fill fill)
    {
        Close(fill);
        _running.TryRemove(fill, out _);
    }

    /// <summary>
    /// What is under way for this key was asked before the resource changed: it is not stored, and whoever comes now asks anew.
    /// </summary>
    public void Retire(EntryKey key)
    {
        foreach (var (fill, itsKey) in _running)
        {
            if (itsKey != key)
                continue;
            fill.Retire();
            Close(fill);
        }
    }
}
