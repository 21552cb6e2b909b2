using CachingGateway.Freshness;
using CachingGateway.Http;
using CachingGateway.Observability;
using CachingGateway.Policies;

namespace CachingGateway.Pipeline;

/// <summary>Look up → decide.</summary>
internal sealed class RequestDecider(EntryLookup lookup, BypassLimiter limiter, TimeProvider time)
{
    public RequestDecision Decide(HttpContext context, RequestPlan plan)
    {
        if (plan.Reason != CacheReason.None)
            return Pass(plan.Reason);
        var headers = context.Request.Headers;
        var isHead = HttpMethods.IsHead(context.Request.Method);
        var directives = RequestDirectives.Parse(headers);
        if (directives.NoStore)
            return Pass(CacheReason.ClientNoStore);
        if (directives.NoCache && MayAskPast(context, plan))
            return isHead ? Pass(CacheReason.ClientNoCache) : new RequestDecision.Fetch(Fwd.Request, Refresh: true);

        var found = lookup.Find(plan, headers);
        if (found.Entry is { } entry)
        {
            var isTooOld = directives.MaxAge is { } most && AgeOf(entry.BornAt, found.Now) > most && MayAskPast(context, plan);
            return isTooOld ? new RequestDecision.Fetch(Fwd.Request, Refresh: true) : new RequestDecision.Serve(entry, found.Now);
        }

        if (directives.OnlyIfCached)
            return new RequestDecision.Refuse(StatusCodes.Status504GatewayTimeout, CacheReason.OnlyIfCached);
        if (isHead)
            return new RequestDecision.Pass(new PassReason(CacheMarks.Miss, found.Missing, CacheReason.Head));
        if (headers.Range.Count > 0)
            return new RequestDecision.Pass(new PassReason(CacheMarks.Miss, found.Missing, CacheReason.Range));
        return new RequestDecision.Fetch(found.Missing, Refresh: false);
    }

    private static RequestDecision.Pass Pass(CacheReason reason) => new(PassReason.Bypass(reason));

    private TimeSpan AgeOf(long bornAt, long now) => TimeSpan.FromSeconds(Age.Seconds(bornAt, now, time.TimestampFrequency));

    private bool MayAskPast(HttpContext context, RequestPlan plan) =>
        plan.Match!.Route is { ClientNoCache: ClientNoCache.Refresh } route && limiter.Allows(route, context.Connection.RemoteIpAddress);
}
