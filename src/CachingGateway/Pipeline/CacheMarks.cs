using CachingGateway.Http;
using CachingGateway.Observability;

namespace CachingGateway.Pipeline;

/// <summary>Sets the cache's own fields on answers that are not hits, and notes the same for metrics and traces.</summary>
internal sealed class CacheMarks(CacheHeaders visible)
{
    /// <param name="context">The response may hold a <c>Cache-Status</c> of caches nearer to the origin.</param>
    /// <param name="outcome">What came of the request.</param>
    /// <param name="status">What RFC 9211 wants said.</param>
    /// <param name="key">The entry's name, where the request has one.</param>
    public void Set(HttpContext context, CacheOutcome outcome, in CacheStatus status, string? key)
    {
        RequestRecord.Of(context)?.Note(outcome, status.Detail);
        var headers = context.Response.Headers;
        if (visible == CacheHeaders.None)
            return;
        headers[FieldNames.XCacheStatus] = outcome.FieldValue();
        if (visible == CacheHeaders.Status)
            return;
        headers[FieldNames.CacheStatus] = CacheStatusField.AppendTo(headers[FieldNames.CacheStatus], status);
        if (key is not null)
            headers[FieldNames.XCacheKey] = key;
    }

    public void Set(HttpContext context, CacheOutcome outcome, Fwd fwd, CacheReason reason) =>
        Set(context, outcome, new CacheStatus { Fwd = fwd, Detail = reason }, null);
}
