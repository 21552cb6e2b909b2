using CachingGateway.Invalidation;
using CachingGateway.Management.Access;
using CachingGateway.Pipeline;
using CachingGateway.Policies;

namespace CachingGateway.Management;

/// <summary>The probes: is the process alive, and should it be sent requests?</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        MapLive(endpoints);
        endpoints.MapGet("/health", Ready).For(AccessRule.Everybody);
        endpoints.MapGet("/health/ready", Ready).For(AccessRule.Everybody);
    }

    private static object Replica(Invalidator replica, StoreOutage outage) => new
    {
        id = replica.Id,
        shared = replica.IsShared,
        // The promise does not hold while it serves what it has.
        standing = replica.IsInStep ? "in-step" : replica.WasInStep(outage.Grace) ? "cut-off-serving-memory" : "cut-off",
        lapses = replica.Lapses,
        // As text: generations exceed what JSON readers take for whole numbers.
        sequence = replica.View?.Fence.ToString(),
    };

    public static void MapLive(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/health/live", static () => Results.Json(new { status = "live" })).For(AccessRule.Everybody);

    // A policy file that was refused and a Redis out of reach are said here, but they are no reason to be sent no requests: the one
    // before serves on, and the origin answers.
    private static IResult Ready(GatewayState state, PolicySource policies, Invalidator replica, StoreOutage outage)
    {
        var (policy, last) = (policies.Current, policies.Last);
        var answer = new
        {
            status = state.IsDraining ? "draining" : "ready",
            caching = state.IsEnabled ? "on" : "off",
            policy = new
            {
                source = policy.Source,
                version = policy.Version,
                routes = policy.Routes.Count,
                lastReload = new { at = last.At, good = last.IsGood, faults = last.Faults.Select(fault => fault.ToString()) },
            },
            replica = Replica(replica, outage),
        };
        return Results.Json(answer, statusCode: state.IsDraining ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
