using System.Collections.Concurrent;
using CachingGateway.Keys;

namespace CachingGateway.Fetching;

/// <summary>The fills that others may join: one per question.</summary>
internal sealed class FillTable
{
    private readonly ConcurrentDictionary<FillKey, Fill> _fills = new();

    /// <summary>How many fills are under way and open to others.</summary>
    public int Count => _fills.Count;

    public Fill? Find(FillKey key) => _fills.GetValueOrDefault(key);

    /// <summary>Opens a fill to others; <see langword="false"/>: somebody was first.</summary>
    public bool TryOpen(Fill fill) => _fills.TryAdd(fill.Key, fill);

    /// <summary>Nobody joins it any more.</summary>
    public void Close(Fill fill) => _fills.TryRemove(KeyValuePair.Create(fill.Key, fill));

    /// <summary>
    /// What is under way for this key was asked before the resource changed: it is not stored, and whoever comes now asks anew.
    /// </summary>
    public void Retire(EntryKey key)
    {
        foreach (var (fillKey, fill) in _fills)
        {
            if (fillKey.Key != key)
                continue;
            fill.Retire();
            Close(fill);
        }
    }
}
