namespace CachingGateway.Entries;

/// <summary>
/// How much its replica knew of invalidations before a request was sent to the origin. What came back is older than every
/// record of the same generation with a greater sequence; of another generation nothing can be said.
/// </summary>
/// <param name="Generation">The life of the shared counter that <paramref name="Sequence"/> is of; 0: none, which no view ever has.</param>
/// <param name="Sequence">The highest sequence that was applied without a gap.</param>
internal readonly record struct Fence(ulong Generation, long Sequence)
{
    /// <summary>As clients are given it: <c>generation.sequence</c>, both decimal.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Generation}.{Sequence}");
}
