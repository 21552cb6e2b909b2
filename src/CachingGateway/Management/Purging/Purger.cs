using CachingGateway.Invalidation;
using CachingGateway.Management.Access;
using CachingGateway.Management.Requests;

namespace CachingGateway.Management.Purging;

/// <summary>Retires what an operator names, and answers when no replica serves it any more.</summary>
internal sealed class Purger(IInvalidator invalidator)
{
    /// <param name="cause">The call, for the ledger.</param>
    public async Task<IResult> InvalidateAsync(
        HttpContext context, IReadOnlyList<InvalidationTarget> targets, InvalidationMode mode, string cause)
    {
        var request = new InvalidationRequest(targets, mode) { Source = Caller.Of(context).Source, Cause = cause };
        // Once it is asked for it is done, whether its caller waits for that or not.
        return await invalidator.InvalidateAsync(request, CancellationToken.None) is { } done
            ? InvalidationAnswer.Of(context, done.Fence, 0, targets.Count, new ConfirmedReplicas(done.Live, done.Confirmed), done.Elapsed)
            : Problems.StoreUnavailable(context, "The store cannot take it now. Nothing is promised: ask again.");
    }
}
