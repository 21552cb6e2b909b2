namespace CachingGateway.Storage;

/// <summary>
/// The partitions of the store: one for each route with limits of its own, and one for all other routes. So a limited route
/// evicts its own entries, not others'. Used under the store's lock.
/// </summary>
internal sealed class Partitions(long maxBytes)
{
    private readonly Dictionary<string, EvictionPartition> _byRoute = new(StringComparer.Ordinal);

    public EvictionPartition Default { get; private set; } = NewDefault();

    public IEnumerable<EvictionPartition> All => _byRoute.Values.Prepend(Default);

    /// <summary>The partition that a new entry under these limits joins.</summary>
    public EvictionPartition For(in RouteLimits limits)
    {
        if (!limits.AreApart) return Default;
        if (!_byRoute.TryGetValue(limits.Route, out var partition))
            _byRoute.Add(limits.Route, partition = new EvictionPartition(limits));
        partition.Limits = limits;
        return partition;
    }

    /// <summary>
    /// The partition that gives way when the store is full: the one nearest to what it may have at most, which for the default
    /// partition is the whole store. All partitions under pressure thus end at the same share of their limits.
    /// </summary>
    public EvictionPartition Fullest()
    {
        var fullest = Default;
        var fill = Fill(Default);
        foreach (var partition in _byRoute.Values)
        {
            if (Fill(partition) is var other && other <= fill) continue;
            (fullest, fill) = (partition, other);
        }

        return fullest;
    }

    /// <summary>
    /// Forgets routes without entries: they are gone from the policy, have lost their limits, or come back with the next entry.
    /// </summary>
    public void DropEmpty()
    {
        foreach (var (route, partition) in _byRoute)
        {
            if (partition.Count == 0) _byRoute.Remove(route);
        }
    }

    public void Clear()
    {
        foreach (var partition in All)
            partition.IsDropped = true;
        _byRoute.Clear();
        Default = NewDefault();
    }

    public long OverheadBytes()
    {
        var bytes = Default.OverheadBytes;
        foreach (var partition in _byRoute.Values)
            bytes += partition.OverheadBytes;
        return bytes;
    }

    private double Fill(EvictionPartition partition) => Math.Max(
        (double)partition.Bytes / Math.Min(partition.Limits.MaxBytes, maxBytes),
        (double)partition.Count / partition.Limits.MaxEntries);

    private static EvictionPartition NewDefault() => new(new RouteLimits("", long.MaxValue, long.MaxValue, int.MaxValue));
}
