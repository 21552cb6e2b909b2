using CachingGateway.Pipeline;
using CachingGateway.Policies;

namespace CachingGateway.Management;

/// <summary>The probes: is the process alive, and should it be sent requests?</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        MapLive(endpoints);
        endpoints.MapGet("/health", static (GatewayState state, PolicySource policies) => Ready(state, policies));
        endpoints.MapGet("/health/ready", static (GatewayState state, PolicySource policies) => Ready(state, policies));
    }

    public static void MapLive(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/health/live", static () => Results.Json(new { status = "live" }));

    // A policy file that was refused is said here, but it is no reason to be sent no requests: the one before serves on.
    private static IResult Ready(GatewayState state, PolicySource policies)
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
        };
        return Results.Json(answer, statusCode: state.IsDraining ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
