using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Management.Purging;
using CachingGateway.Management.Requests;

namespace CachingGateway.Management;

/// <summary>One invalidation of the ledger.</summary>
/// <param name="Targets">The first hundred.</param>
/// <param name="Count">How many there were.</param>
/// <param name="Replicas"><see langword="null"/>: nobody waited for it.</param>
/// <param name="Swept">How many entries of it the sweeper has freed so far.</param>
internal sealed record LedgerLine(
    string Sequence,
    DateTimeOffset At,
    string Source,
    string Cause,
    string Mode,
    string? Delivery,
    IReadOnlyList<string> Targets,
    int Count,
    ConfirmedReplicas? Replicas,
    double? ElapsedMs,
    long Swept);

/// <summary><c>GET /events/log</c>: what was invalidated, why, and who confirmed it.</summary>
internal static class LedgerEndpoint
{
    private static readonly IntegerParameter Limit = new("limit", "How many.", 100, 1, LedgerBook.MostEntries);

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapCall("/events/log", ReadAsync, Limit)
        .Answers<IReadOnlyList<LedgerLine>>("The ledger of invalidations, the newest first.")
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> ReadAsync(HttpContext context, Invalidator invalidations)
    {
        var query = new QueryReader(context);
        var limit = query.Read(Limit);
        if (query.Faults.Count > 0)
            return Problems.Of(query.Faults);
        return await invalidations.ReadLedgerAsync(limit) is { } entries
            ? Results.Json(entries.Select(Shown))
            : Problems.StoreUnavailable(context, "The store that keeps the ledger is out of reach.");
    }

    private static LedgerLine Shown(LedgerEntry entry) => new(
        entry.Fence.ToString(),
        entry.At,
        entry.Cause.Source,
        entry.Cause.Cause,
        entry.Cause.Mode,
        entry.Cause.Delivery,
        entry.Cause.Targets,
        entry.Cause.Count,
        entry.Outcome is { } outcome ? new ConfirmedReplicas(outcome.Live, outcome.Confirmed) : null,
        entry.Outcome?.ElapsedMs,
        entry.Swept);
}
