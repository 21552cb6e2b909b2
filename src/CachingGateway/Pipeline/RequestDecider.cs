using CachingGateway.Entries;
using CachingGateway.Fetching;
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
        var asked = RequestDirectives.Parse(context.Request.Headers);
        if (asked.NoStore)
            return Pass(CacheReason.ClientNoStore);
        if (asked is { NoCache: true, OnlyIfCached: false } && MayAskPast(context, plan))
            return AskPast(context, CacheReason.ClientNoCache, lookup.Peek(plan, context.Request.Headers), plan);

        var found = lookup.Find(plan, context.Request.Headers);
        if (!IsNewEnough(context.Request.Headers, found.Arrival) && limiter.Allows(plan.Match!.Route, context.Connection.RemoteIpAddress))
            return AskPast(context, CacheReason.MinSequence, found, plan);
        // RFC 9111 §5.2.1.7: with no-cache nothing that is stored is an answer.
        if (asked is { OnlyIfCached: true, NoCache: true } && plan.Match!.Route.Freshness == FreshnessSource.Origin)
            return Refuse();
        if (found.Entry is { } fresh)
            return Suits(fresh, asked, found.Now) || !MayAskPast(context, plan) ? new RequestDecision.Serve(fresh, found.Now)
                : asked.OnlyIfCached ? Refuse()
                : AskPast(context, CacheReason.ClientNoCache, found, plan);
        if (found.Stale is { } stale && WhileStale(stale, asked, found, plan.Match!.Route) is { } served)
            return served;
        if (asked.OnlyIfCached)
            return Refuse();
        return Miss(context, found, plan.Match!.Route);
    }

    /// <summary>What a request comes to that nothing stored may answer.</summary>
    private static RequestDecision Miss(HttpContext context, in EntryLookup.Result found, RouteRules route)
    {
        var headers = context.Request.Headers;
        if (HttpMethods.IsHead(context.Request.Method))
            return new RequestDecision.Pass(new PassReason(CacheOutcome.Miss, found.Missing, CacheReason.Head));
        // Whether the whole still holds is asked without the range, and then its part is there.
        if (headers.Range.Count > 0 && !(found.Stale is { } stale && Revalidation.IsPossible(stale)))
            return new RequestDecision.Pass(new PassReason(CacheOutcome.Miss, found.Missing, CacheReason.Range));
        // RFC 9111 §3.5: an answer to credentials is mostly for nobody else, so nobody waits for it.
        var past = route.Key.AsksWithCredentials && headers.Authorization.Count > 0 ? CacheReason.Authorization : CacheReason.None;
        return new RequestDecision.Fetch(found.Missing, past, found.Arrival) { Stale = found.Stale };
    }

    private RequestDecision? WhileStale(CacheEntry stale, in RequestDirectives asked, in EntryLookup.Result found, RouteRules route)
    {
        if (!IsYoungEnough(stale, asked, found.Now) || asked.NoCache || asked.MinFresh is not null)
            return null;
        var frequency = time.TimestampFrequency;
        if (asked.MaxStale is { } staleness && StaleUse.ForClient(stale, route, staleness, found.Now, frequency))
            return new RequestDecision.Serve(stale, found.Now);
        return StaleUse.WhileRefreshed(stale, route, found.Now, frequency)
            ? new RequestDecision.ServeStale(stale, found.Now, found.Arrival)
            : null;
    }

    /// <summary>
    /// The origin is asked although something may be stored. Where RFC 9111 rules, it is asked whether that still holds: its word is as
    /// good as its whole answer.
    /// </summary>
    private static RequestDecision AskPast(HttpContext context, CacheReason why, in EntryLookup.Result found, RequestPlan plan)
    {
        if (HttpMethods.IsHead(context.Request.Method) || context.Request.Headers.Range.Count > 0)
            return Pass(why);
        var stored = plan.Match!.Route.Freshness == FreshnessSource.Origin && why != CacheReason.MinSequence ? found.Any : null;
        return new RequestDecision.Fetch(Fwd.Request, why, found.Arrival) { Stale = stored };
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

    private static RequestDecision.Refuse Refuse() => new(StatusCodes.Status504GatewayTimeout, CacheReason.OnlyIfCached);

    /// <summary>RFC 9111 §5.2.1.1, §5.2.1.3: young enough, and fresh for long enough yet.</summary>
    private bool Suits(CacheEntry entry, in RequestDirectives asked, long now) =>
        IsYoungEnough(entry, asked, now)
        && (asked.MinFresh is not { } least || Age.SecondsLeft(entry.StaleFrom, now, time.TimestampFrequency) >= least.TotalSeconds);

    // Nothing stored is of no age at all: who says 0 wants the origin asked.
    private bool IsYoungEnough(CacheEntry entry, in RequestDirectives asked, long now) =>
        asked.MaxAge is not { } most || (most > TimeSpan.Zero && AgeOf(entry.BornAt, now) <= most);

    private TimeSpan AgeOf(long bornAt, long now) => TimeSpan.FromSeconds(Age.Seconds(bornAt, now, time.TimestampFrequency));

    private bool MayAskPast(HttpContext context, RequestPlan plan) =>
        plan.Match!.Route is { ClientNoCache: ClientNoCache.Refresh } route && limiter.Allows(route, context.Connection.RemoteIpAddress);
}
