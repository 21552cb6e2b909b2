using System.Collections.Concurrent;

namespace CachingGateway.Fetching;

/// <summary>The fills that others may join: one per question.</summary>
internal sealed class FillTable
{
    private readonly ConcurrentDictionary<FillKey, Fill> _open = new();

    public Fill? FindOpen(FillKey key) => _open.GetValueOrDefault(key);

    /// <summary>Opens a fill to others; <see langword="false"/>: somebody was first.</summary>
    public bool TryOpen(Fill fill) => _open.TryAdd(fill.Key, fill);

    /// <summary>Opens a fill in another's place, which nobody joins any more; <see langword="false"/>: that one is not there.</summary>
    public bool TrySucceed(Fill old, Fill fill) => _open.TryUpdate(fill.Key, fill, old);

    /// <summary>Nobody joins it any more.</summary>
    public void Close(Fill fill) => _open.TryRemove(KeyValuePair.Create(fill.Key, fill));
}
