using System.Diagnostics.CodeAnalysis;
using CachingGateway.Http;
using CachingGateway.Keys;
using CachingGateway.Policies.Events;
using CachingGateway.Policies.Matching;

namespace CachingGateway.Policies;

/// <summary>The route that a request matches, and what its path template took from the path.</summary>
internal sealed record RouteMatch(RouteRules Route, PathValues Values);

/// <summary>A whole policy in force: immutable and swapped whole, so a request in flight keeps the one it began with.</summary>
internal sealed class PolicySnapshot
{
    /// <summary>Field names of which every request's analysis knows, whatever the routes are.</summary>
    private static readonly string[] AlwaysRead = ["accept", "accept-language", "accept-encoding", "origin", "host"];

    private readonly RouteTable _table;

    public PolicySnapshot(int version, string source, string service, RouteTable table, EventRules? events = null)
    {
        _table = table;
        Version = version;
        Source = source;
        Service = service;
        Events = events ?? EventRules.None;
        Routes = [.. table.Routes.Select(route => route.Rules)];
        var read = table.Routes.SelectMany(ReadBy).Select(name => name.ToLowerInvariant()).Except(AlwaysRead);
        ReadHeaders = [.. read.Order(StringComparer.Ordinal)];
    }

    /// <summary>Grows with each policy taken in by this process, from 1.</summary>
    public int Version { get; }

    /// <summary>Where it came from: a path, or <c>built-in</c>.</summary>
    public string Source { get; }

    public string Service { get; }

    /// <summary>In the order of the file: the first match wins.</summary>
    public IReadOnlyList<RouteRules> Routes { get; }

    /// <summary>The same with what decides which requests they are for.</summary>
    public IReadOnlyList<MatchedRoute> Matching => _table.Routes;

    /// <summary>What events retire.</summary>
    public EventRules Events { get; }

    /// <summary>
    /// Lower-case names of all header fields beyond <c>Accept</c>, <c>Accept-Language</c>, <c>Accept-Encoding</c>, <c>Origin</c>
    /// and <c>Host</c> that any route reads to match or key: two requests alike in method, scheme, target, these and those are
    /// analysed alike.
    /// </summary>
    public IReadOnlyList<string> ReadHeaders { get; }

    /// <summary>The first route that matches, in time independent of how many routes there are.</summary>
    public bool TryMatch(in RequestHead head, CanonicalTarget target, [NotNullWhen(true)] out RouteMatch? match) =>
        _table.TryMatch(head, target, out match);

    /// <summary>All rules for a write that passes through; in time proportional to the rules of its method.</summary>
    public IReadOnlyList<WriteMatch> MatchWrites(in RequestHead head, CanonicalTarget target) => Events.MatchWrites(head, target);

    private static IEnumerable<string> ReadBy(MatchedRoute route)
    {
        var names = route.Conditions.Headers.Select(condition => condition.Name).Concat(route.Rules.Key.ReadHeaders);
        if (route.Conditions.Cookies.Count > 0)
            names = names.Append("cookie");
        // It can take the others out of account.
        return route.Conditions.Headers.Count + route.Conditions.Cookies.Count > 0 ? names.Append("connection") : names;
    }
}
