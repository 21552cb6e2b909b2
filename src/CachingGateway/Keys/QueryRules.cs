using System.Text;

namespace CachingGateway.Keys;

/// <summary>What became of a request's query.</summary>
/// <param name="Keyed">The keyed parameters, sorted by name.</param>
/// <param name="Forwarded">Keyed and forwarded parameters as the origin is asked, with the question mark; or empty.</param>
internal readonly record struct SelectedQuery(QueryParameter[] Keyed, string Forwarded)
{
    /// <summary>The whole of it, as one thing of which no part is known.</summary>
    public static SelectedQuery AsSent(CanonicalTarget target) =>
        target.QueryText.Length == 0 ? new([], "") : new([new QueryParameter(target.QueryText[1..], null)], target.QueryText);
}

/// <summary>
/// Which parameters are keyed, forwarded and dropped. Names in the policy are plain text: requests' are decoded to compare.
/// </summary>
internal sealed class QueryRules(KeySettings settings)
{
    private enum Fate
    {
        Dropped,
        Keyed,
        Forwarded,
    }

    /// <summary>
    /// Selects and sorts. Order is by name (upper and lower case alike, as some origins read them), and values of one name keep
    /// theirs: origins read <c>a=1&amp;a=2</c> as a list. What is forwarded is the sorted query itself, so key and origin see
    /// the same, whichever order a client chose.
    /// </summary>
    public SelectedQuery Select(IReadOnlyList<QueryParameter> query)
    {
        if (query.Count == 0)
        {
            return new SelectedQuery([], "");
        }

        var kept = new List<Kept>(query.Count);
        for (var i = 0; i < query.Count; i++)
        {
            var fate = FateOf(PercentEncoding.Decode(query[i].Name));
            if (fate != Fate.Dropped)
            {
                kept.Add(new Kept(query[i], i, fate == Fate.Keyed));
            }
        }

        kept.Sort(static (left, right) => Kept.Compare(left, right));
        return new SelectedQuery([.. kept.Where(k => k.IsKeyed).Select(k => k.Parameter)], Write(kept));
    }

    private static string Write(List<Kept> kept)
    {
        if (kept.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var (parameter, _, _) in kept)
        {
            text.Append(text.Length == 0 ? '?' : '&').Append(parameter.Name);
            if (parameter.Value is { } value)
            {
                text.Append('=').Append(value);
            }
        }

        return text.ToString();
    }

    private Fate FateOf(string name)
    {
        if (NameGlob.MatchesAny(settings.IgnoreQuery, name))
        {
            return Fate.Dropped;
        }

        return settings.Query is null || settings.Query.Contains(name) ? Fate.Keyed
            : settings.ForwardQuery.Contains(name) ? Fate.Forwarded
            : Fate.Dropped;
    }

    private readonly record struct Kept(QueryParameter Parameter, int Position, bool IsKeyed)
    {
        public static int Compare(Kept left, Kept right)
        {
            var byName = string.Compare(left.Parameter.Name, right.Parameter.Name, StringComparison.OrdinalIgnoreCase);
            return byName != 0 ? byName : left.Position.CompareTo(right.Position);
        }
    }
}
