using CachingGateway.Policies;

namespace CachingGateway.Storage;

/// <summary>What one route may take of the store.</summary>
/// <param name="Route">The route's name.</param>
/// <param name="MaxEntries">The most entries; <see cref="long.MaxValue"/>: no limit of its own.</param>
/// <param name="MaxBytes">The most bytes; <see cref="long.MaxValue"/>: no limit of its own.</param>
/// <param name="MaxVariants">The most variants that one key may have.</param>
internal readonly record struct RouteLimits(string Route, long MaxEntries, long MaxBytes, int MaxVariants)
{
    public static RouteLimits Of(RouteRules route) => new(route.Name, route.MaxEntries, route.MaxBytes, route.MaxVariants);

    /// <summary>Whether the route's entries are kept apart, because they have a limit of their own.</summary>
    public bool AreApart => MaxEntries != long.MaxValue || MaxBytes != long.MaxValue;
}
