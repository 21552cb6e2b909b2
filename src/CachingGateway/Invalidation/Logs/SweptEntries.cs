namespace CachingGateway.Invalidation.Logs;

/// <summary>How many entries a sweep freed, and for which invalidations of a generation.</summary>
internal sealed class SweptEntries(ulong generation)
{
    private readonly Dictionary<long, long> _bySequence = [];

    public ulong Generation => generation;

    /// <summary>All of them: those too that no known invalidation retired.</summary>
    public long Total { get; private set; }

    public IReadOnlyDictionary<long, long> BySequence => _bySequence;

    /// <param name="sequence">The invalidation that retired it; 0: none that is known.</param>
    public void Add(long sequence)
    {
        Total++;
        if (sequence != 0)
            _bySequence[sequence] = _bySequence.GetValueOrDefault(sequence) + 1;
    }
}
