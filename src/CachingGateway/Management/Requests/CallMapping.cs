using CachingGateway.Management.Access;

namespace CachingGateway.Management.Requests;

/// <summary>How calls are mapped: with who may make them, what their query takes, and what they answer.</summary>
internal static class CallMapping
{
    /// <summary>A call that looks, for <c>cache:read</c>.</summary>
    public static RouteHandlerBuilder MapCall(
        this IEndpointRouteBuilder endpoints, string path, Delegate call, params QueryParameter[] parameters) =>
        endpoints.MapGet(path, call).For(AccessRule.Read).Takes(parameters);

    /// <summary>What its query takes.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder call, params QueryParameter[] parameters) => call.WithMetadata([.. parameters]);

    /// <summary>What it answers, for its description.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder call, string summary) => call
        .WithSummary(summary)
        .Produces<T>(StatusCodes.Status200OK)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);
}
