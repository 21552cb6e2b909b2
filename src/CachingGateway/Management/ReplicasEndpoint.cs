using System.Globalization;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Management.Requests;

namespace CachingGateway.Management;

/// <summary>The replicas as one of them sees them.</summary>
/// <param name="Shared">Whether there may be others.</param>
/// <param name="Generation"><see langword="null"/>: this one has not heard of any yet. A text, as it exceeds what JSON readers take for whole numbers.</param>
/// <param name="Head">The latest invalidation that this one has heard of.</param>
internal sealed record ReplicasAnswer(bool Shared, string? Generation, long Head, int Live, IReadOnlyList<ReplicaLine> Replicas);

/// <summary>One replica.</summary>
/// <param name="IsInStep">Whether it serves what is stored; not known of others.</param>
/// <param name="Applied">The latest invalidation that it has applied, as far as it has said.</param>
/// <param name="Lag">How many it has not.</param>
/// <param name="LeaseMs">For how long it may go on without hearing from the log; <see langword="null"/>: without end, or not known.</param>
internal sealed record ReplicaLine(
    string Id, bool IsSelf, bool IsLive, bool? IsInStep, long Applied, long Lag, long? LeaseMs, long HeardMsAgo);

/// <summary><c>GET /replicas</c>.</summary>
internal static class ReplicasEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapCall("/replicas", Read).Answers<ReplicasAnswer>("Who is there, and how far each is.");

    private static IResult Read(HttpContext context, Invalidator replica)
    {
        if (new QueryReader(context).Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var report = replica.Report;
        return Results.Json(new ReplicasAnswer(
            replica.IsShared,
            report.Generation == 0 ? null : report.Generation.ToString(CultureInfo.InvariantCulture),
            report.Head,
            report.Replicas.Count(each => each.IsLive),
            [.. report.Replicas.Select(each => Of(each, report.Head, replica.IsInStep))]));
    }

    private static ReplicaLine Of(ReportedReplica replica, long head, bool isInStep) => new(
        replica.Id,
        replica.IsSelf,
        replica.IsLive,
        replica.IsSelf ? isInStep : null,
        replica.Position,
        Math.Max(0, head - replica.Position),
        (long?)replica.Lease?.TotalMilliseconds,
        (long)replica.HeardAgo.TotalMilliseconds);
}
