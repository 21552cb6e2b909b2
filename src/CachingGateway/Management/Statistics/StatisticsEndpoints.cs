using CachingGateway.Management.Access;
using CachingGateway.Management.Requests;
using CachingGateway.Observability;

namespace CachingGateway.Management.Statistics;

/// <summary>A time series of requests.</summary>
[SnakeCase]
internal sealed record HistoryAnswer(int IntervalSeconds, IReadOnlyList<HistoryStep> Points);

/// <summary>What happened in the step that ended then.</summary>
[SnakeCase]
internal sealed record HistoryStep(
    DateTimeOffset At,
    long Requests,
    long Hits,
    long Misses,
    long Bypass,
    long Stale,
    long Revalidated,
    long Errors,
    double? HitRatePercent,
    long OriginCalls,
    long BytesSaved);

/// <summary><c>GET /cache/stats</c> and what lies below it.</summary>
internal static class StatisticsEndpoints
{
    private static readonly IntegerParameter Minutes = new("minutes", "How far back.", RequestHistory.Minutes, 1, RequestHistory.Minutes);
    private static readonly IntegerParameter Limit = new("limit", "How many names.", 20, 1, HottestNames.Most);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapCall("/cache/stats", static async (HttpContext context, StatisticsReader reader) =>
                new QueryReader(context).Faults is { Count: > 0 } faults ? Problems.Of(faults) : Results.Json(await reader.ReadAsync()))
            .Answers<StatisticsAnswer>("The figures of the store and of the gateway.");
        endpoints.MapCall("/cache/stats/routes", Routes).Answers<RoutesAnswer>("What each route did since the process began.");
        endpoints.MapCall("/cache/stats/history", History, Minutes).Answers<HistoryAnswer>("The last half hour, in steps of 5 s.");
        endpoints.MapCall("/cache/stats/hottest", HottestAsync, Limit).Answers<HottestAnswer>("The names with the most hits in memory.");
    }

    private static IResult Routes(HttpContext context, RouteMeters meters, Lifetime lifetime)
    {
        if (new QueryReader(context).Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        // What is no route of a policy is told where there was any.
        var routes = meters.Read().Where(route => route.Requests > 0 || route.Route is not (RouteMeters.NoRoute or RouteMeters.OtherRoutes));
        return Results.Json(new RoutesAnswer(lifetime.StartedAt, [.. routes.Select(RouteFigures.Of)]));
    }

    private static IResult History(HttpContext context, RequestHistory history)
    {
        var query = new QueryReader(context);
        var minutes = query.Read(Minutes);
        return query.Faults.Count > 0
            ? Problems.Of(query.Faults)
            : Results.Json(new HistoryAnswer((int)RequestHistory.Step.TotalSeconds, [.. history.Read(minutes).Select(Of)]));
    }

    private static async Task<IResult> HottestAsync(HttpContext context, HottestNames names)
    {
        var query = new QueryReader(context);
        var limit = query.Read(Limit);
        return query.Faults.Count > 0 ? Problems.Of(query.Faults) : Results.Json(await names.ReadAsync(limit, context.RequestAborted));
    }

    private static HistoryStep Of(HistoryPoint point) => new(
        point.At,
        point.Counted.Requests,
        point.Counted.Hits,
        point.Counted.Misses,
        point.Counted.Bypass,
        point.Counted.Stale,
        point.Counted.Revalidated,
        point.Counted.Errors,
        point.Counted.HitRatePercent,
        point.Counted.OriginCalls,
        point.Counted.BytesSaved);
}
