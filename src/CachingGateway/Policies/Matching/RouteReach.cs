namespace CachingGateway.Policies.Matching;

/// <summary>
/// Finds routes that can never match because earlier ones take every request they could have. Says so only when it is
/// certain: constraints are compared by their text, and a path has to be covered by one earlier route as a whole.
/// </summary>
internal sealed class RouteReach
{
    private readonly SegmentNode _anyHost = new();
    private readonly Dictionary<string, SegmentNode> _byHost = new(StringComparer.Ordinal);

    /// <summary>The earlier routes that leave nothing to this one; empty if something is, or may be, left.</summary>
    public IReadOnlyList<MatchedRoute> CoversOf(MatchedRoute route)
    {
        var covers = new List<MatchedRoute>();
        foreach (var shape in route.Paths.SelectMany(path => path.Shapes))
        {
            if (Trees(route).Select(tree => Find(tree, shape, 0, route)).FirstOrDefault(found => found is not null) is not { } cover)
                return [];
            if (!covers.Contains(cover))
                covers.Add(cover);
        }

        return covers;
    }

    /// <summary>Lets a route stand before those that are asked for later.</summary>
    public void Add(int order, MatchedRoute route)
    {
        // One that asks for more than a target never takes every request.
        if (!route.Conditions.AreByTargetAlone)
            return;
        foreach (var shape in route.Paths.SelectMany(path => path.Shapes))
        {
            if (route.Conditions.Hosts.Count == 0)
                _anyHost.Add(new Candidate(order, route, shape));
            foreach (var host in route.Conditions.Hosts)
            {
                if (!_byHost.TryGetValue(host, out var tree))
                    _byHost.Add(host, tree = new SegmentNode());
                tree.Add(new Candidate(order, route, shape));
            }
        }
    }

    /// <summary>Where routes stand that can cover this one's hosts; who covers all of them covers the first.</summary>
    private IEnumerable<SegmentNode> Trees(MatchedRoute route)
    {
        yield return _anyHost;
        if (route.Conditions.Hosts.Count == 0)
            yield break;
        foreach (var key in HostPattern.KeysOfWider(route.Conditions.Hosts[0]))
        {
            if (_byHost.TryGetValue(key, out var tree))
                yield return tree;
        }
    }

    /// <summary>The tree leads to few candidates; <see cref="PathShape.Covers"/> decides.</summary>
    private static MatchedRoute? Find(SegmentNode? node, PathShape shape, int depth, MatchedRoute route)
    {
        if (node is null)
            return null;
        if (First(node.Rests, shape, route) is { } rest)
            return rest;
        if (depth == shape.Segments.Count)
            return First(node.Ends, shape, route);

        if (shape.Segments[depth] is LiteralSegment literal && Find(
            node.Literal(literal.Text), shape, depth + 1, route) is { } found)
            return found;
        foreach (var (pattern, below) in node.Complex)
        {
            if (shape.Segments[depth] is ComplexSegment complex && pattern.Shape == complex.Shape
                && Find(below, shape, depth + 1, route) is { } other)
            {
                return other;
            }
        }

        return Find(node.Parameter, shape, depth + 1, route);
    }

    private static MatchedRoute? First(List<Candidate> candidates, PathShape shape, MatchedRoute route)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.Shape.Covers(shape) && candidate.Route.Conditions.Cover(route.Conditions))
                return candidate.Route;
        }

        return null;
    }
}
