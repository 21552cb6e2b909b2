using System.Diagnostics.CodeAnalysis;
using CachingGateway.Http;
using CachingGateway.Keys;

namespace CachingGateway.Policies.Matching;

/// <summary>A route with all that decides whether it is the one.</summary>
internal sealed record MatchedRoute(RouteRules Rules, IReadOnlyList<PathTemplate> Paths, MatchConditions Conditions);

/// <summary>All routes, parted by host and then by segments.</summary>
internal sealed class RouteTable
{
    private readonly SegmentNode _anyHost = new();
    private readonly Dictionary<string, SegmentNode> _byHost = new(StringComparer.Ordinal);

    public RouteTable(IReadOnlyList<MatchedRoute> routes)
    {
        Routes = routes;
        for (var order = 0; order < routes.Count; order++)
            Add(order, routes[order]);
    }

    public IReadOnlyList<MatchedRoute> Routes { get; }

    /// <summary>The first route, in the policy's order, that matches.</summary>
    public bool TryMatch(in RequestHead head, CanonicalTarget target, [NotNullWhen(true)] out RouteMatch? match) =>
        TryMatch(head, target, out match, out _);

    /// <param name="steps">How many nodes were visited and candidates tried: what a match costs.</param>
    public bool TryMatch(in RequestHead head, CanonicalTarget target, [NotNullWhen(true)] out RouteMatch? match, out int steps)
    {
        var walk = new RouteWalk(head, target);
        walk.Visit(_anyHost);
        if (_byHost.Count > 0)
        {
            foreach (var key in HostPattern.KeysOf(head.Host, head.Scheme))
            {
                if (_byHost.TryGetValue(key, out var root))
                    walk.Visit(root);
            }
        }

        match = walk.Match;
        steps = walk.Steps;
        return match is not null;
    }

    private void Add(int order, MatchedRoute route)
    {
        foreach (var shape in route.Paths.SelectMany(path => path.Shapes))
        {
            var candidate = new Candidate(order, route, shape);
            if (route.Conditions.Hosts.Count == 0)
                _anyHost.Add(candidate);
            foreach (var host in route.Conditions.Hosts)
            {
                if (!_byHost.TryGetValue(host, out var root))
                    _byHost.Add(host, root = new SegmentNode());
                root.Add(candidate);
            }
        }
    }
}
