using CachingGateway.Invalidation;
using CachingGateway.Management.Access;
using CachingGateway.Management.Requests;

namespace CachingGateway.Management.Purging;

/// <summary>Retires what an operator names, and answers when no replica serves it any more.</summary>
internal sealed class Purger(IInvalidator invalidator)
{
    public async Task<IResult> InvalidateAsync(HttpContext context, IReadOnlyList<InvalidationTarget> targets, InvalidationMode mode)
    {
        var request = new InvalidationRequest(targets, mode)
        {
            Source = Caller.Of(context).Source,
            Cause = $"{context.Request.Method} {context.Request.Path}",
        };
        // Once it is asked for it is done, whether its caller waits for that or not.
        return await invalidator.InvalidateAsync(request, CancellationToken.None) is { } done
            ? InvalidationAnswer.Of(context, done.Fence, 0, targets.Count, new ConfirmedReplicas(done.Live, done.Confirmed), done.Elapsed)
            : Problems.StoreUnavailable(context, "The store cannot take it now. Nothing is promised: ask again.");
    }
}
