using CachingGateway.Http;
using CachingGateway.Policies;
using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Pipeline;

/// <summary>
/// The short way: a plain request seen before, whose entry is in memory, is answered on the thread it was read on, before any of
/// ASP.NET Core's hosting, routing or YARP. Whatever is not so takes the full way through <see cref="CacheMiddleware"/>.
/// </summary>
internal sealed class HitPath(
    GatewayState state, PolicySource policies, RequestMemo memo, EntryLookup lookup, HitResponse response, CacheLog log)
{
    /// <summary>Answers the request, or returns <see langword="null"/> without having touched it.</summary>
    public Task? TryAnswer(IFeatureCollection features)
    {
        var request = features.Get<IHttpRequestFeature>()!;
        if (!state.IsEnabled)
            return null;
        var head = RequestHeads.Of(request);
        var plan = memo.Find(head, policies.Current);
        if (plan is null)
            return null;
        var found = lookup.Find(plan, request.Headers);
        if (found.Entry is null)
            return null;
        log.Hit(found);
        return response.WriteAsync(features, found.Entry, plan.Match!.Route, found.Now);
    }
}
