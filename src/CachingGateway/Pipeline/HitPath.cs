using CachingGateway.Http;
using CachingGateway.Pipeline.Wire;
using CachingGateway.Policies;
using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Pipeline;

/// <summary>
/// The short way: a plain request seen before, whose entry is in memory, is answered on the thread it was read on, before any of
/// ASP.NET Core's hosting, routing or YARP. Whatever is not so takes the full way through <see cref="CacheMiddleware"/>.
/// </summary>
internal sealed class HitPath(
    GatewayState state, PolicySource policies, RequestMemo memo, EntryLookup lookup, MeasuredHits hits, CacheLog log)
{
    /// <summary>Answers the request, or fails without having touched it.</summary>
    /// <param name="features">The request's.</param>
    /// <param name="wire">Its connection, if that learns what heads mean.</param>
    /// <param name="answer">Ends when the answer is written, which it mostly is at once.</param>
    public bool TryAnswer(IFeatureCollection features, WireConnection? wire, out Task answer)
    {
        answer = Task.CompletedTask;
        var request = features.Get<IHttpRequestFeature>()!;
        if (!state.IsEnabled)
            return false;
        var head = RequestHeads.Of(request);
        var plan = memo.Find(head, policies.Current);
        if (plan?.Key is null)
            return false;
        // A miss is counted by the full way, which looks again.
        var found = lookup.Peek(plan, request.Headers);
        if (found.Entry is null)
            return false;
        lookup.CountHit(found.Entry);
        log.Hit(found.Entry, found.Now);
        answer = hits.WriteAsync(features, found.Entry, plan, found.Now);
        wire?.NotePlain(request, plan);
        return true;
    }
}
