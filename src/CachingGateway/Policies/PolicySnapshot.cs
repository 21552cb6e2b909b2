using System.Diagnostics.CodeAnalysis;
using CachingGateway.Http;
using CachingGateway.Keys;

namespace CachingGateway.Policies;

/// <summary>The route that a request matches, and what its path template took from the path.</summary>
internal sealed record RouteMatch(RouteRules Route, PathValues Values);

/// <summary>A whole policy in force: immutable and swapped whole, so a request in flight keeps the one it began with.</summary>
internal sealed class PolicySnapshot
{
    /// <summary>Grows with each policy taken in by this process, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Where it came from: a path, or <c>built-in</c>.</summary>
    public required string Source { get; init; }

    public required string Service { get; init; }

    /// <summary>In the order of the file: the first match wins.</summary>
    public required IReadOnlyList<RouteRules> Routes { get; init; }

    /// <summary>
    /// Lower-case names of all header fields beyond <c>Accept</c>, <c>Accept-Language</c>, <c>Accept-Encoding</c>, <c>Origin</c> and
    /// <c>Host</c> that any route reads to match or key: two requests alike in method, scheme, target, these and those are
    /// analysed alike.
    /// </summary>
    public required IReadOnlyList<string> ReadHeaders { get; init; }

    /// <summary>The first route that matches, in time independent of how many routes there are.</summary>
    public bool TryMatch(in RequestHead head, CanonicalTarget target, [NotNullWhen(true)] out RouteMatch? match) =>
        throw new NotSupportedException("scaffold");
}
