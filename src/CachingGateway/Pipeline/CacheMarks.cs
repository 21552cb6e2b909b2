using CachingGateway.Http;
using CachingGateway.Observability;

namespace CachingGateway.Pipeline;

/// <summary>Sets the cache's own fields on answers that are not hits.</summary>
internal sealed class CacheMarks(CacheHeaders visible)
{
    public const string Miss = "MISS";
    public const string Bypass = "BYPASS";
    public const string Revalidated = "REVALIDATED";

    /// <param name="headers">The response's; may hold a <c>Cache-Status</c> of caches nearer to the origin.</param>
    /// <param name="outcome"><see cref="Miss"/>, <see cref="Bypass"/> or <see cref="Revalidated"/>.</param>
    /// <param name="status">What RFC 9211 wants said.</param>
    /// <param name="key">The entry's name, where the request has one.</param>
    public void Set(IHeaderDictionary headers, string outcome, in CacheStatus status, string? key)
    {
        if (visible == CacheHeaders.None)
            return;
        headers[FieldNames.XCacheStatus] = outcome;
        if (visible == CacheHeaders.Status)
            return;
        headers[FieldNames.CacheStatus] = CacheStatusField.AppendTo(headers[FieldNames.CacheStatus], status);
        if (key is not null)
            headers[FieldNames.XCacheKey] = key;
    }

    public void Set(IHeaderDictionary headers, string outcome, Fwd fwd, CacheReason reason) =>
        Set(headers, outcome, new CacheStatus { Fwd = fwd, Detail = reason }, null);
}
