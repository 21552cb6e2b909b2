using System.Diagnostics.CodeAnalysis;
using CachingGateway.Keys;

namespace CachingGateway.Policies.Matching;

/// <summary>One of the forms a path template stands for: with its optional ends or without them.</summary>
/// <param name="Rest">Takes what follows, the empty rest too; <see langword="null"/>: nothing may follow.</param>
/// <param name="RestDefault">The value of an empty rest.</param>
/// <param name="Defaults">Values of parameters that this form leaves out.</param>
internal sealed record PathShape(
    IReadOnlyList<SegmentPattern> Segments,
    PathParameter? Rest,
    string RestDefault,
    IReadOnlyList<KeyValuePair<string, string>> Defaults)
{
    /// <summary>The decoded values of any path; fails if it has another shape. The tree of the routes does it for many at once.</summary>
    public bool TryMatch(IReadOnlyList<string> segments, [NotNullWhen(true)] out PathValues? values)
    {
        values = null;
        if (Rest is null ? segments.Count != Segments.Count : segments.Count < Segments.Count)
            return false;
        for (var index = 0; index < Segments.Count; index++)
        {
            if (Segments[index] is LiteralSegment literal ? literal.Text != segments[index] : segments[index].Length == 0)
                return false;
        }

        return TryTake(segments, out values);
    }

    /// <summary>The decoded values of a path that has this shape; fails if a constraint does not hold.</summary>
    public bool TryTake(IReadOnlyList<string> segments, [NotNullWhen(true)] out PathValues? values)
    {
        values = null;
        var taken = new List<KeyValuePair<string, string>>();
        for (var index = 0; index < Segments.Count; index++)
        {
            if (!TryTake(Segments[index], segments[index], taken))
                return false;
        }

        if (Rest is not null && !TryAdd(Rest, RestOf(segments), taken))
            return false;
        taken.AddRange(Defaults);
        values = taken.Count == 0 ? PathValues.Empty : new PathValues(taken);
        return true;
    }

    /// <summary>Whether every path of <paramref name="other"/> certainly has this shape too.</summary>
    public bool Covers(PathShape other)
    {
        for (var index = 0; index < Segments.Count; index++)
        {
            if (index >= other.Segments.Count || !Covers(Segments[index], other.Segments[index]))
                return false;
        }

        if (Rest is not null)
        {
            return Rest.Constraints.Count == 0
                || (other.Rest is not null && Segments.Count == other.Segments.Count && Rest.Covers(other.Rest));
        }

        return other.Rest is null && Segments.Count == other.Segments.Count;
    }

    private string RestOf(IReadOnlyList<string> segments)
    {
        var rest = PercentEncoding.Decode(string.Join('/', segments.Skip(Segments.Count)));
        return rest.Length == 0 ? RestDefault : rest;
    }

    private static bool TryTake(SegmentPattern pattern, string segment, List<KeyValuePair<string, string>> taken)
    {
        if (pattern is ParameterSegment single)
            return TryAdd(single.Parameter, PercentEncoding.Decode(segment), taken);
        if (pattern is not ComplexSegment complex)
            return true;

        var values = new string[complex.Parameters.Count];
        if (!complex.TrySplit(segment, values))
            return false;
        for (var index = 0; index < values.Length; index++)
        {
            if (!TryAdd(complex.Parameters[index], PercentEncoding.Decode(values[index]), taken))
                return false;
        }

        return true;
    }

    private static bool TryAdd(PathParameter parameter, string value, List<KeyValuePair<string, string>> taken)
    {
        taken.Add(new(parameter.Name, value));
        return parameter.Accepts(value);
    }

    private static bool Covers(SegmentPattern wide, SegmentPattern narrow) => (wide, narrow) switch
    {
        (LiteralSegment one, LiteralSegment other) => one.Text == other.Text,
        (ParameterSegment one, LiteralSegment other) =>
            other.Text.Length > 0 && one.Parameter.Accepts(PercentEncoding.Decode(other.Text)),
        (ParameterSegment one, ParameterSegment other) => one.Parameter.Covers(other.Parameter),
        (ParameterSegment one, ComplexSegment) => one.Parameter.Constraints.Count == 0,
        (ComplexSegment one, ComplexSegment other) => one.Covers(other),
        _ => false,
    };
}
