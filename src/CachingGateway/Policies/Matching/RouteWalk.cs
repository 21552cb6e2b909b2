using CachingGateway.Http;
using CachingGateway.Keys;

namespace CachingGateway.Policies.Matching;

/// <summary>One search through the trees, keeping the best so far.</summary>
internal ref struct RouteWalk(in RequestHead head, CanonicalTarget target)
{
    // A target whose segments were not given a last, empty one is the path / alone.
    private static readonly string[] Root = [""];

    private readonly RequestHead _head = head;
    private readonly IReadOnlyList<string> _segments = target.Segments.Count == 0 ? Root : target.Segments;
    private int _best = int.MaxValue;

    public RouteMatch? Match { get; private set; }

    /// <summary>Nodes visited, patterns and candidates tried.</summary>
    public int Steps { get; private set; }

    public void Visit(SegmentNode root) => Visit(root, 0);

    private void Visit(SegmentNode? node, int depth)
    {
        if (node is null || node.LowestOrder >= _best)
            return;
        Steps++;
        Try(node.Rests);
        if (depth == _segments.Count)
        {
            Try(node.Ends);
            return;
        }

        var segment = _segments[depth];
        Visit(node.Literal(segment), depth + 1);
        if (segment.Length == 0)
            return;
        foreach (var (pattern, below) in node.Complex)
        {
            if (below.LowestOrder >= _best)
                continue;
            Steps++;
            if (pattern.Matches(segment))
                Visit(below, depth + 1);
        }

        Visit(node.Parameter, depth + 1);
    }

    private void Try(List<Candidate> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.Order >= _best)
                return;
            Steps++;
            if (!candidate.Route.Conditions.Hold(_head, target) || !candidate.Shape.TryTake(_segments, out var values))
                continue;
            _best = candidate.Order;
            Match = new RouteMatch(candidate.Route.Rules, values);
            return;
        }
    }
}
