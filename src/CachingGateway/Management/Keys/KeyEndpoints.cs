using CachingGateway.Invalidation;
using CachingGateway.Management.Access;
using CachingGateway.Management.Purging;
using CachingGateway.Management.Requests;
using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Management.Keys;

/// <summary><c>/cache/keys</c>: names, and what is stored under one.</summary>
internal static class KeyEndpoints
{
    private const string All = "/cache/keys";
    private const string One = All + "/{**key}";

    private static readonly TextParameter Pattern = new("pattern", "A glob over names.", $"a glob of at most {Purge.MaxChars} characters", Purge.MaxChars);
    private static readonly IntegerParameter Limit = new("limit", "About how many entries.", 100, 1, 1000);
    private static readonly TextParameter Cursor = new("cursor", "Where to go on.", "what the page before gave", 100);
    private static readonly FlagParameter Body = new("body", "Whether bodies are shown, for cache:admin.");

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapCall(All, ListAsync, Pattern, Limit, Cursor).Answers<KeysAnswer>("Names by glob, page by page.");
        endpoints.MapCall(One, ReadAsync, Body).Answers<KeyAnswer>("All that is known of one name.").ProducesProblem(StatusCodes.Status404NotFound);
        endpoints.MapDelete(One, RetireAsync).For(AccessRule.Invalidate).Answers<InvalidationAnswer>("Retires one name.");
    }

    private static async Task<IResult> ListAsync(HttpContext context, KeyReader reader)
    {
        var query = new QueryReader(context);
        var (pattern, limit, cursor) = (query.Read(Pattern), query.Read(Limit), query.Read(Cursor));
        WalkCursor? from = null;
        if (cursor is not null && WalkCursor.TryParse(cursor, out var parsed))
            from = parsed;
        else if (cursor is not null)
            query.Refuse(Cursor, cursor);
        return query.Faults.Count > 0
            ? Problems.Of(query.Faults)
            : Results.Json(await reader.ListAsync(pattern ?? "*", limit, from, context.RequestAborted));
    }

    private static async Task<IResult> ReadAsync(HttpContext context, KeyReader reader)
    {
        var query = new QueryReader(context);
        var withBody = query.Read(Body);
        if (query.Faults.Count > 0)
            return Problems.Of(query.Faults);
        // What is stored may be somebody's own.
        if (withBody && !Caller.Of(context).Scopes.Allow(AccessRule.Administer))
            return Problems.Scope(AccessRule.Administer);
        var name = NameIn(context);
        var answer = await reader.ReadAsync(name, withBody, context.RequestAborted);
        return answer.Entries.Count > 0
            ? Results.Json(answer)
            : Problems.NotFound($"Nothing is stored under \"{name}\".", ("history", answer.History), ("complete", answer.Complete));
    }

    private static async Task<IResult> RetireAsync(HttpContext context, Purger purger)
    {
        if (new QueryReader(context).Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var name = NameIn(context);
        return name.Length is > 0 and <= Purge.MaxChars
            ? await purger.InvalidateAsync(context, [new InvalidationTarget(TargetKind.Key, name)], InvalidationMode.Purge, "DELETE /cache/keys")
            : Problems.Of([new RequestFault("key", $"{name.Length} characters", "which is no name", $"1 to {Purge.MaxChars} characters")]);
    }

    // From the target as it was sent: the path that is matched has some escapes undone and some not, and names have escapes themselves.
    private static string NameIn(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?')[0];
        return path.IndexOf(All + "/", StringComparison.OrdinalIgnoreCase) is >= 0 and var at
            ? Uri.UnescapeDataString(path[(at + All.Length + 1)..])
            : (string?)context.Request.RouteValues["key"] ?? "";
    }
}
