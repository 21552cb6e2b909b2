using System.Collections.Concurrent;

namespace CachingGateway.Observability;

/// <summary>
/// The meters of all routes, by name, so that a route keeps its counts over reloads of the policy. Bounded: names come from policy
/// files alone, and past <see cref="MostRoutes"/> of them in the life of a process the rest share one.
/// </summary>
internal sealed class RouteMeters(TimeProvider time)
{
    /// <summary>Of requests that no route matches. No name of a route may have parentheses.</summary>
    public const string NoRoute = "(none)";

    /// <summary>Of the routes past the first <see cref="MostRoutes"/>.</summary>
    public const string OtherRoutes = "(other)";

    public const int MostRoutes = 1000;

    private readonly ConcurrentDictionary<string, RouteMeter> _named = new(StringComparer.Ordinal);
    private readonly RouteMeter _none = new(NoRoute, time.TimestampFrequency);
    private readonly RouteMeter _other = new(OtherRoutes, time.TimestampFrequency);
    private readonly Lock _adding = new();

    /// <param name="route">The route's name; <see langword="null"/>: no route matches.</param>
    public RouteMeter Of(string? route) =>
        route is null ? _none : _named.GetValueOrDefault(route) ?? Add(route);

    /// <summary>These routes are in force: they count from now on, be it nothing.</summary>
    public void Know(IEnumerable<string> routes)
    {
        foreach (var route in routes)
            Of(route);
    }

    /// <summary>All that counted anything or belong to a policy that was in force, in order of names.</summary>
    public IReadOnlyList<RouteStatistics> Read() => [.. All.Select(meter => meter.Read())];

    public IEnumerable<RouteMeter> All =>
        _named.Values.OrderBy(meter => meter.Route, StringComparer.Ordinal).Append(_none).Append(_other);

    private RouteMeter Add(string route)
    {
        lock (_adding)
        {
            return _named.Count < MostRoutes ? _named.GetOrAdd(route, name => new RouteMeter(name, time.TimestampFrequency)) : _other;
        }
    }
}
