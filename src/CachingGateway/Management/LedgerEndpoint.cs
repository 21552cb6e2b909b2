using System.Net;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;

namespace CachingGateway.Management;

/// <summary><c>GET /events/log</c>: what was invalidated, why, and who confirmed it. For this machine's own operators only.</summary>
internal static class LedgerEndpoint
{
    private const int UsualLimit = 100;

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/events/log", ReadAsync);

    private static async Task<IResult> ReadAsync(HttpContext context, Invalidator invalidations, int? limit)
    {
        if (!IsLocal(context))
            return Results.Problem("The ledger is shown to this machine alone.", statusCode: StatusCodes.Status403Forbidden);
        if (limit is < 1 or > LedgerBook.MostEntries)
            return Results.Problem($"limit: found {limit}; allowed: 1 to {LedgerBook.MostEntries}", statusCode: StatusCodes.Status400BadRequest);
        return await invalidations.ReadLedgerAsync(limit ?? UsualLimit) is { } entries
            ? Results.Json(entries.Select(Shown))
            : Results.Problem("The store is out of reach.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static object Shown(LedgerEntry entry) => new
    {
        sequence = entry.Fence.ToString(),
        at = entry.At,
        source = entry.Cause.Source,
        cause = entry.Cause.Cause,
        mode = entry.Cause.Mode,
        delivery = entry.Cause.Delivery,
        targets = entry.Cause.Targets,
        count = entry.Cause.Count,
        replicas = entry.Outcome is { } outcome ? new { live = outcome.Live, confirmed = outcome.Confirmed } : null,
        elapsedMs = entry.Outcome?.ElapsedMs,
    };

    // A page of another site, which a browser on this machine has open, is not this machine (DNS rebinding, foreign origins).
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && IsLoopbackName(context.Request.Host.Host)
        && (context.Request.Headers.Origin is not [var origin]
            || (Uri.TryCreate(origin, UriKind.Absolute, out var site) && IsLoopbackName(site.Host)));

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
