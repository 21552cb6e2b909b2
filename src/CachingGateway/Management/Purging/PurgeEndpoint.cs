using CachingGateway.Management.Access;
using CachingGateway.Management.Requests;
using CachingGateway.Policies;

namespace CachingGateway.Management.Purging;

/// <summary><c>POST /cache/purge</c>: retires what is named, or says what that would be.</summary>
internal static class PurgeEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost("/cache/purge", PurgeAsync)
        // It depends on whether it is a preview.
        .For(AccessRule.AnyScope)
        .Accepts<PurgeBody>("application/json")
        .Answers<InvalidationAnswer>("Retires by tags, patterns, names, URLs, or everything; with preview, says what that would be.")
        .Produces<PreviewAnswer>()
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> PurgeAsync(HttpContext context, Purger purger, PurgePreview preview, PolicySource policies)
    {
        if (new QueryReader(context).Faults is { Count: > 0 } wrong)
            return Problems.Of(wrong);
        var (json, refusal) = await RequestBody.ReadObjectAsync(context);
        if (refusal is not null)
            return refusal;
        using (json)
        {
            var purge = Purge.Read(json!.RootElement, policies.Current, out var faults);
            // Who may not is told so whatever he sent.
            var rule = purge.Preview is not null ? AccessRule.Read : AccessRule.Invalidate;
            if (!Caller.Of(context).Scopes.Allow(rule))
                return Problems.Scope(rule);
            if (faults.Count > 0)
                return Problems.Of(faults);
            return purge.Preview is { } part
                ? Results.Json(await preview.FindAsync(purge, part, context.RequestAborted))
                : await purger.InvalidateAsync(context, purge.Targets, purge.Mode, "POST /cache/purge");
        }
    }
}
