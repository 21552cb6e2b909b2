using System.Globalization;

namespace CachingGateway.Entries;

/// <summary>
/// How much its replica knew of invalidations before a request was sent to the origin. What came back is older than every
/// record of the same generation with a greater sequence; of another generation nothing can be said.
/// </summary>
/// <param name="Generation">The life of the shared counter that <paramref name="Sequence"/> is of; 0: none, which no view ever has.</param>
/// <param name="Sequence">The highest sequence that was applied without a gap.</param>
internal readonly record struct Fence(ulong Generation, long Sequence)
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Fence fence)
    {
        fence = default;
        var dot = text.IndexOf('.');
        if (dot < 0
            || !ulong.TryParse(text[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            || !long.TryParse(text[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return false;
        }

        fence = new Fence(generation, sequence);
        return true;
    }

    /// <summary>As clients are given it: <c>generation.sequence</c>, both decimal.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Generation}.{Sequence}");
}
