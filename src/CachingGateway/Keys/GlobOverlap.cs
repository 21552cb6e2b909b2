namespace CachingGateway.Keys;

/// <summary>A piece of a pattern: one character, any one, or any number of them.</summary>
internal readonly record struct GlobToken(GlobTokenKind Kind, char Character = '\0')
{
    public static GlobToken One { get; } = new(GlobTokenKind.One);

    public static GlobToken Many { get; } = new(GlobTokenKind.Many);

    /// <summary>The tokens of a glob.</summary>
    public static IEnumerable<GlobToken> Of(string glob) =>
        glob.Select(c => c switch { '*' => Many, '?' => One, _ => new GlobToken(GlobTokenKind.Character, c) });

    /// <summary>The tokens of a text that stands for itself.</summary>
    public static IEnumerable<GlobToken> Literal(string text) => text.Select(c => new GlobToken(GlobTokenKind.Character, c));
}

internal enum GlobTokenKind
{
    Character,
    One,
    Many,
}

/// <summary>Asks of two patterns whether there is a text that both match.</summary>
internal static class GlobOverlap
{
    /// <summary>Takes time in proportion to the product of the lengths.</summary>
    public static bool Exists(IReadOnlyList<GlobToken> left, IReadOnlyList<GlobToken> right)
    {
        // fits[j]: what is left of the left pattern, and the right one from j on, have a text in common.
        var fits = new bool[right.Count + 1];
        for (var i = left.Count; i >= 0; i--)
        {
            var below = fits;
            fits = new bool[right.Count + 1];
            for (var j = right.Count; j >= 0; j--)
                fits[j] = Fit(i, j, below);
        }

        return fits[0];

        bool Fit(int i, int j, bool[] below)
        {
            if (i == left.Count && j == right.Count)
                return true;
            // A star stands for nothing, or for one more character of what the other stands for.
            if (i < left.Count && left[i].Kind == GlobTokenKind.Many)
                return below[j] || (j < right.Count && fits[j + 1]);
            if (j < right.Count && right[j].Kind == GlobTokenKind.Many)
                return fits[j + 1] || (i < left.Count && below[j]);
            return i < left.Count && j < right.Count && below[j + 1] && AreSame(left[i], right[j]);
        }
    }

    private static bool AreSame(in GlobToken one, in GlobToken other) =>
        one.Kind == GlobTokenKind.One || other.Kind == GlobTokenKind.One || one.Character == other.Character;
}
