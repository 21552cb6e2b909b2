namespace CachingGateway.Policies.Matching;

/// <summary>One form of one route, at the place in the tree where it ends.</summary>
/// <param name="Order">The route's place in the policy; the lowest that matches wins.</param>
internal readonly record struct Candidate(int Order, MatchedRoute Route, PathShape Shape);

/// <summary>
/// A node of the tree of segments. Each path leads to a node at most once, so a walk visits no more nodes than the tree has,
/// whatever the templates are; where they differ in literal segments it visits a handful.
/// </summary>
internal sealed class SegmentNode
{
    private readonly Dictionary<string, SegmentNode> _literals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SegmentNode> _complexByShape = new(StringComparer.Ordinal);

    /// <summary>The lowest order in this node and below: a walk that already has a lower one turns back.</summary>
    public int LowestOrder { get; private set; } = int.MaxValue;

    /// <summary>Where a segment that is a parameter as a whole leads.</summary>
    public SegmentNode? Parameter { get; private set; }

    /// <summary>Segments of texts and parameters. Which ones fit has to be tried.</summary>
    public List<(ComplexSegment Pattern, SegmentNode Node)> Complex { get; } = [];

    /// <summary>Forms that end here, by order.</summary>
    public List<Candidate> Ends { get; } = [];

    /// <summary>Forms that take any rest from here, by order.</summary>
    public List<Candidate> Rests { get; } = [];

    public SegmentNode? Literal(string segment) => _literals.GetValueOrDefault(segment);

    /// <summary>Adds a form; routes are added in their order.</summary>
    public void Add(in Candidate candidate)
    {
        var node = this;
        node.Reached(candidate.Order);
        foreach (var segment in candidate.Shape.Segments)
        {
            node = node.Below(segment);
            node.Reached(candidate.Order);
        }

        (candidate.Shape.Rest is null ? node.Ends : node.Rests).Add(candidate);
    }

    private void Reached(int order) => LowestOrder = Math.Min(LowestOrder, order);

    private SegmentNode Below(SegmentPattern segment)
    {
        switch (segment)
        {
            case LiteralSegment literal:
                if (!_literals.TryGetValue(literal.Text, out var below))
                    _literals.Add(literal.Text, below = new SegmentNode());
                return below;
            case ComplexSegment complex:
                if (_complexByShape.TryGetValue(complex.Shape, out var known))
                    return known;
                Complex.Add((complex, _complexByShape[complex.Shape] = new SegmentNode()));
                return Complex[^1].Node;
            default:
                return Parameter ??= new SegmentNode();
        }
    }
}
