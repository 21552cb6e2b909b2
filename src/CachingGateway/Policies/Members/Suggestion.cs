namespace CachingGateway.Policies.Members;

/// <summary>Finds what somebody probably meant to write.</summary>
internal static class Suggestion
{
    /// <summary>The nearest of the known words, if it is near enough: one slip in every three letters.</summary>
    public static string? For(string written, IEnumerable<string> known)
    {
        string? nearest = null;
        var best = Math.Max(1, Math.Min(written.Length, 30) / 3) + 1;
        foreach (var word in known)
        {
            // A different case alone is the likeliest slip.
            var distance = string.Equals(word, written, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(written, word);
            if (distance < best)
                (best, nearest) = (distance, word);
        }

        return nearest;
    }

    /// <summary>Levenshtein's distance, with two neighbours swapped counting as one slip.</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > 60)
            return int.MaxValue;
        var costs = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            costs[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            costs[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = costs[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                costs[i, j] = Math.Min(replaced, Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
            }
        }

        return costs[a.Length, b.Length];
    }
}
