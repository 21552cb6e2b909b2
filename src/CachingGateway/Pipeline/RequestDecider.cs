using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Http;
using CachingGateway.Invalidation.Protocol;
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
            return isHead ? Pass(CacheReason.ClientNoCache) : new RequestDecision.Fetch(Fwd.Request, CacheReason.ClientNoCache, default);

        var found = lookup.Find(plan, headers);
        if (!IsNewEnough(headers, found.Arrival) && limiter.Allows(plan.Match!.Route, context.Connection.RemoteIpAddress))
            return isHead ? Pass(CacheReason.MinSequence) : new RequestDecision.Fetch(Fwd.Request, CacheReason.MinSequence, found.Arrival);
        if (found.Entry is { } entry)
        {
            var isTooOld = directives.MaxAge is { } most && AgeOf(entry.BornAt, found.Now) > most && MayAskPast(context, plan);
            return !isTooOld ? new RequestDecision.Serve(entry, found.Now)
                : isHead ? Pass(CacheReason.ClientNoCache)
                : new RequestDecision.Fetch(Fwd.Request, CacheReason.ClientNoCache, found.Arrival);
        }

        if (found is { MayServeStale: true, Stale: { } stale } && (directives.MaxAge is not { } limit || AgeOf(stale.BornAt, found.Now) <= limit))
            return new RequestDecision.ServeStale(stale, found.Now, found.Arrival);
        if (directives.OnlyIfCached)
            return new RequestDecision.Refuse(StatusCodes.Status504GatewayTimeout, CacheReason.OnlyIfCached);
        if (isHead)
            return new RequestDecision.Pass(new PassReason(CacheOutcome.Miss, found.Missing, CacheReason.Head));
        if (headers.Range.Count > 0)
            return new RequestDecision.Pass(new PassReason(CacheOutcome.Miss, found.Missing, CacheReason.Range));
        return new RequestDecision.Fetch(found.Missing, CacheReason.None, found.Arrival) { Stale = found.Stale };
    }

    /// <summary>
    /// Whether this replica knows as much as the client asks for; if so, whatever it finds has been held against that. What it cannot
    /// read, what is of another generation and what is still to come count as a wish for the origin's own answer.
    /// </summary>
    private static bool IsNewEnough(IHeaderDictionary headers, in Arrival arrival) =>
        headers[FieldNames.XCacheMinSequence] is not { Count: > 0 } asked
        || (Fence.TryParse(asked.ToString().Trim(), out var least)
            && least.Generation == arrival.Fence.Generation
            && least.Sequence <= arrival.Fence.Sequence);

    private static RequestDecision.Pass Pass(CacheReason reason) => new(PassReason.Bypass(reason));

    private TimeSpan AgeOf(long bornAt, long now) => TimeSpan.FromSeconds(Age.Seconds(bornAt, now, time.TimestampFrequency));

    private bool MayAskPast(HttpContext context, RequestPlan plan) =>
        plan.Match!.Route is { ClientNoCache: ClientNoCache.Refresh } route && limiter.Allows(route, context.Connection.RemoteIpAddress);
}
