using CachingGateway.Http;
using CachingGateway.Invalidation;
using CachingGateway.Keys;

namespace CachingGateway.Pipeline;

/// <summary>Writes that pass through the gateway: what they may have changed is invalidated before their client has the answer.</summary>
internal sealed class PassingWrites(Invalidator invalidations)
{
    /// <summary>The write that a request is; <see langword="null"/>: its method is safe (RFC 9110 §9.2.1).</summary>
    public PassingWrite? Begin(HttpContext context, RequestPlan plan)
    {
        if (context.Request.Method is "GET" or "HEAD" or "OPTIONS" or "TRACE")
            return null;
        // RFC 9111 §4.4: the target URI, in whatever variants.
        return UrlTargets.Of(RequestHeads.Of(context), plan.Policy) is { } target
            ? new PassingWrite(invalidations, target)
            : null;
    }
}

/// <summary>One of them.</summary>
internal sealed class PassingWrite(Invalidator invalidations, InvalidationTarget target)
{
    /// <summary>Invalidates, unless the origin refused the write. Whether it is certain that no replica serves the old answer.</summary>
    /// <remarks>An error of the origin's, or none of its answers, does not say that it changed nothing.</remarks>
    public async ValueTask<bool> CloseAsync(HttpContext context)
    {
        if (context.Response.StatusCode is >= 400 and < 500)
            return true;
        var request = new InvalidationRequest([target], InvalidationMode.Purge)
        {
            Source = "write",
            Cause = $"{context.Request.Method} {context.Request.Path}",
        };
        // The client may leave; what its write changed is changed all the same.
        if (await invalidations.InvalidateOrOweAsync(request) is not { } acknowledgement)
            return false;
        context.Response.Headers[FieldNames.XCacheSequence] = acknowledgement.Fence.ToString();
        return true;
    }
}
