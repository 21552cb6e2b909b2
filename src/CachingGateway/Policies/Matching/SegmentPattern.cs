namespace CachingGateway.Policies.Matching;

/// <summary>What one segment of a path has to look like. Segments are compared in their canonical percent-encoding.</summary>
internal abstract record SegmentPattern;

internal sealed record LiteralSegment(string Text) : SegmentPattern;

/// <summary>A whole segment, which may not be empty.</summary>
internal sealed record ParameterSegment(PathParameter Parameter) : SegmentPattern;

/// <summary>
/// Parameters between texts, as in <c>{name}.{ext}</c>. There is one text more than there are parameters; the first and the
/// last may be empty.
/// </summary>
internal sealed record ComplexSegment(IReadOnlyList<string> Texts, IReadOnlyList<PathParameter> Parameters) : SegmentPattern
{
    /// <summary>The form without the parameters' names: patterns of one shape share a place in the tree.</summary>
    public string Shape { get; } = string.Join("{}", Texts);

    public bool Matches(string segment) => TrySplit(segment, null);

    /// <summary>
    /// The encoded values. From the right, each text is taken at its last place: that leaves the most to those before, so
    /// one pass finds a split if there is one, and nothing is ever tried twice.
    /// </summary>
    public bool TrySplit(string segment, string[]? values)
    {
        var (first, last) = (Texts[0], Texts[^1]);
        if (segment.Length < first.Length + last.Length + Parameters.Count
            || !segment.StartsWith(first, StringComparison.Ordinal) || !segment.EndsWith(last, StringComparison.Ordinal))
        {
            return false;
        }

        var end = segment.Length - last.Length;
        for (var index = Parameters.Count - 1; index > 0; index--)
        {
            var text = Texts[index];
            // At least one character for this parameter, and for the one before it.
            var room = end - 1 - (first.Length + 1);
            var at = room < text.Length ? -1 : segment.AsSpan(first.Length + 1, room).LastIndexOf(text);
            if (at < 0)
                return false;
            var start = first.Length + 1 + at + text.Length;
            if (values is not null)
                values[index] = segment[start..end];
            end = start - text.Length;
        }

        if (values is not null)
            values[0] = segment[first.Length..end];
        return end > first.Length;
    }

    public bool Covers(ComplexSegment other) =>
        Shape == other.Shape && Parameters.Zip(other.Parameters).All(pair => pair.First.Covers(pair.Second));
}
