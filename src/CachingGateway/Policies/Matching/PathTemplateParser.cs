using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CachingGateway.Policies.Matching;

/// <summary>Takes the framework's parsed pattern apart into shapes.</summary>
internal sealed class PathTemplateParser(RoutePattern pattern)
{
    private readonly List<SegmentPattern> _segments = [];
    private readonly List<PathShape> _shapes = [];
    private string? _problem;

    public bool TryParse(string text, out IReadOnlyList<PathShape> shapes, [NotNullWhen(false)] out string? problem)
    {
        shapes = _shapes;
        var slashed = text.Length > 1 && text[^1] == '/';
        if (slashed && pattern.Parameters.Any(parameter => parameter.IsOptional || parameter.IsCatchAll))
            _problem = "which ends in a slash after an optional or catch-all parameter";
        else
            ReadSegments(slashed);
        problem = _problem;
        return problem is null;
    }

    private void ReadSegments(bool slashed)
    {
        var ends = slashed ? pattern.PathSegments.Count : FirstOmissible();
        for (var index = 0; index < pattern.PathSegments.Count && _problem is null; index++)
        {
            if (index >= ends)
                AddShape(null, "", DefaultsFrom(index));
            var parts = pattern.PathSegments[index].Parts;
            if (parts is [RoutePatternParameterPart { IsCatchAll: true } rest])
            {
                // A shape that leaves the rest out is what the rest itself covers.
                if (index >= ends)
                    _shapes.RemoveAt(_shapes.Count - 1);
                AddShape(Parameter(rest), DefaultOf(rest) ?? "", []);
                return;
            }

            ReadSegment(parts);
        }

        if (slashed)
            _segments.Add(new LiteralSegment(""));
        if (_problem is null)
            AddShape(null, "", []);
    }

    private void ReadSegment(IReadOnlyList<RoutePatternPart> parts)
    {
        if (parts is [RoutePatternParameterPart single])
        {
            _segments.Add(new ParameterSegment(Parameter(single)));
            return;
        }

        if (parts[^1] is RoutePatternParameterPart { IsOptional: true })
        {
            // {name}.{ext?}: the separator goes with what it parts. The form without both is a shape of its own.
            var without = parts.Take(parts.Count - 2).ToArray();
            _segments.Add(Compose(without));
            AddShape(null, "", []);
            _segments.RemoveAt(_segments.Count - 1);
        }

        _segments.Add(Compose(parts));
    }

    private SegmentPattern Compose(IReadOnlyList<RoutePatternPart> parts)
    {
        var texts = new List<string> { "" };
        var parameters = new List<PathParameter>();
        foreach (var part in parts)
        {
            if (part is RoutePatternParameterPart parameter)
            {
                parameters.Add(Parameter(parameter));
                texts.Add("");
            }
            else
            {
                texts[^1] += Literal(part);
            }
        }

        if (parameters.Count == 0)
        {
            if (PathLiteral.IsAmbiguous(texts[0]))
                _problem ??= $"in which the segment \"{texts[0]}\" is one that no request may have";
            return new LiteralSegment(texts[0]);
        }

        return parameters.Count == 1 && texts.TrueForAll(text => text.Length == 0)
            ? new ParameterSegment(parameters[0])
            : new ComplexSegment(texts, parameters);
    }

    private string Literal(RoutePatternPart part)
    {
        var text = part is RoutePatternLiteralPart literal ? literal.Content : ((RoutePatternSeparatorPart)part).Content;
        if (PathLiteral.TryCanonicalize(text, out var canonical))
            return canonical;
        _problem = $"in which \"{text}\" holds what no request's path may";
        return "";
    }

    private PathParameter Parameter(RoutePatternParameterPart part)
    {
        var constraints = new List<ParameterConstraint>();
        foreach (var policy in part.ParameterPolicies)
        {
            if (ConstraintResolver.TryResolve(policy.Content ?? "", out var constraint))
                constraints.Add(constraint);
            else
                _problem = $"in which \"{policy.Content}\" is no constraint that takes the value alone, and linear time";
        }

        var parameter = new PathParameter(part.Name, constraints);
        if (_problem is null && DefaultOf(part) is { } value && !parameter.Accepts(value))
            _problem = $"in which the default of \"{part.Name}\" does not meet its own constraint";
        return parameter;
    }

    private void AddShape(PathParameter? rest, string restDefault, IReadOnlyList<KeyValuePair<string, string>> defaults)
    {
        // The path / has one segment, which is empty.
        IReadOnlyList<SegmentPattern> segments = _segments.Count == 0 && rest is null ? [new LiteralSegment("")] : [.. _segments];
        _shapes.Add(new PathShape(segments, rest, restDefault, defaults));
    }

    /// <summary>From where on all segments may be left out.</summary>
    private int FirstOmissible()
    {
        var first = pattern.PathSegments.Count;
        while (first > 0 && pattern.PathSegments[first - 1].Parts is [RoutePatternParameterPart part]
            && (part.IsOptional || part.IsCatchAll || part.Default is not null))
        {
            first--;
        }

        return first;
    }

    private KeyValuePair<string, string>[] DefaultsFrom(int index) =>
    [
        .. pattern.PathSegments.Skip(index)
            .Select(segment => (RoutePatternParameterPart)segment.Parts[0])
            .Where(part => part.Default is not null)
            .Select(part => new KeyValuePair<string, string>(part.Name, DefaultOf(part)!)),
    ];

    private static string? DefaultOf(RoutePatternParameterPart part) =>
        Convert.ToString(part.Default, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;
}
