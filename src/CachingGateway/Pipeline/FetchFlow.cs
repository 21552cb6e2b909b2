using CachingGateway.Fetching;
using CachingGateway.Http;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Observability;
using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Pipeline;

/// <summary>Fetch → respond: answers a request from a fill, one under way or one of its own.</summary>
internal sealed class FetchFlow(
    Fetcher fetcher, StraightFlow straight, EntryLookup lookup, MeasuredHits hits, StandIn standIn, CacheMarks marks, CacheLog log, TimeProvider time)
{
    /// <param name="context">The request.</param>
    /// <param name="plan">Its plan, with a key.</param>
    /// <param name="body">The keyed body as the origin is sent it; empty where none is keyed.</param>
    /// <param name="decision">What was decided.</param>
    public async Task AnswerAsync(HttpContext context, RequestPlan plan, byte[] body, RequestDecision.Fetch decision)
    {
        var uncacheable = fetcher.UncacheabilityOf(plan.Key!.Key);
        if (uncacheable == Uncacheability.Certain && StraightFlow.Suits(context, body, decision))
        {
            await straight.AnswerAsync(context, plan, decision.Why);
            return;
        }

        var request = RequestOf(context, plan, body);
        var alone = decision.IsRefresh ? decision.Past
            : uncacheable != Uncacheability.None ? CacheReason.Uncacheable
            : CacheReason.None;
        while (true)
        {
            using var ticket = alone == CacheReason.None ? fetcher.Join(request, decision.Arrival) : fetcher.JoinNobody(request);
            if (ticket is null)
            {
                alone = CacheReason.WaitLimit;
                continue;
            }

            if (ticket.Leads)
            {
                // Between the look-up and here another fill may have ended well. Asked now, before this one can.
                var latest = decision.IsRefresh ? default : lookup.Peek(plan, context.Request.Headers);
                if (latest.Entry is { } entry)
                {
                    fetcher.Withdraw(ticket.Fill);
                    await hits.WriteAsync(context.Features, entry, plan, latest.Now);
                    return;
                }

                fetcher.Start(ticket.Fill, decision.MayValidate ? latest.Stale ?? decision.Stale : null);
            }

            var outcome = await TryAnswerAsync(context, plan, request, ticket, decision, alone);
            if (outcome is not { } obstacle)
                return;
            alone = obstacle;
            // An error that nothing stored stands in for any more is asked for as it is.
            if (alone == CacheReason.OriginError)
                decision = decision with { MayValidate = false };
            // A fill of which nothing came has found that there is something to look at.
            if (alone == CacheReason.None && lookup.Peek(plan, context.Request.Headers) is { Entry: { } found, Now: var at })
            {
                await hits.WriteAsync(context.Features, found, plan, at);
                return;
            }
        }
    }

    /// <summary>Sees to it that a fetch is under way, for which this request does not wait.</summary>
    public void Refresh(HttpContext context, RequestPlan plan, byte[] body, RequestDecision.ServeStale decision)
    {
        using var ticket = fetcher.Join(RequestOf(context, plan, body), decision.Arrival);
        if (ticket is { Leads: true })
            fetcher.Start(ticket.Fill, decision.Entry);
    }

    private static FillRequest RequestOf(HttpContext context, RequestPlan plan, byte[] body) =>
        new(plan.Match!.Route, plan.Key!, DetachedHead(context), body, plan.Policy.Version);

    /// <summary>
    /// Answers from this fill, and returns <see langword="null"/>. Otherwise says why the request has to ask by itself;
    /// <see cref="CacheReason.None"/>: it has only to look again.
    /// </summary>
    private async Task<CacheReason?> TryAnswerAsync(
        HttpContext context, RequestPlan plan, FillRequest request, FillTicket ticket, RequestDecision.Fetch decision, CacheReason alone)
    {
        var head = await HeadAsync(ticket, context.RequestAborted);
        switch (head)
        {
            case null:
                return CacheReason.WaitLimit;

            case FillHead.Withdrawn:
                return CacheReason.None;

            case FillHead.Failed failed when await standIn.TryAnswerAsync(context, plan, failed):
                return null;

            case FillHead.Failed { IsOutOfReach: false, Reason: var error }:
                return error;

            case FillHead.Failed failed:
                context.Response.StatusCode = failed.Status;
                RequestRecord.Of(context)?.Fail(failed.Reason);
                Mark(context, ticket, decision, new CacheStatus { Fwd = decision.Why, Collapsed = !ticket.Leads, Detail = failed.Reason });
                return null;

            // Only now are all its tags known: was it asked for before something that had been invalidated when this request came?
            case FillHead.Shared late when ticket.WasSent && !decision.Arrival.Accepts(late.Labels, ticket.Fill.Fence.Fence):
                return CacheReason.None;

            case FillHead.Shared { IsForAll: false } when !ticket.Leads:
                return CacheReason.NotShared;

            case FillHead.Shared shared when
                (ticket.Leads || EntryLookup.Suits(shared.VariedBy, request.Key, context.Request.Headers)) && ticket.OpenBody() is { } reader:
                FillResponse.SetHead(context, shared.Answer, request.Route, isStored: true);
                Mark(context, ticket, decision, StatusOf(shared) with { Stored = true, Detail = DetailOf(alone) }, shared.IsRevalidated);
                var parts = shared.IsRevalidated && context.Request.Headers.Range.Count > 0
                    ? RangeResponse.Of(context.Features.GetRequiredFeature<IHttpRequestFeature>(), ticket.Fill.Validated!, time.GetUtcNow())
                    : null;
                if (FillResponse.IsUnchanged(context, shared.Answer, time.GetUtcNow()))
                    FillResponse.SetNotModified(context);
                else if (parts is not null)
                    await parts.WriteAsync(context.Features, time);
                else
                    await FillResponse.WriteBodyAsync(context, ticket, reader, time);
                return null;

            case FillHead.Private own when ticket.Leads:
                FillResponse.SetHead(context, own.Answer, request.Route, isStored: false);
                Mark(context, ticket, decision, AnsweredBy(own.Answer.Status) with { Detail = own.Reason });
                if (own.Body is { } body)
                    await body.PassOnAsync(context);
                else
                    await FillResponse.WriteBodyAsync(context, ticket, ticket.OpenBody()!, time);
                return null;

            default:
                return CacheReason.NotShared;
        }

        CacheStatus StatusOf(FillHead.Shared shared) =>
            AnsweredBy(shared.IsRevalidated ? StatusCodes.Status304NotModified : shared.Answer.Status);

        CacheStatus AnsweredBy(int status) => new() { Fwd = decision.Why, FwdStatus = status, Collapsed = !ticket.Leads };
    }

    // What is stored after all need not be called uncacheable.
    private static CacheReason DetailOf(CacheReason alone) => alone == CacheReason.Uncacheable ? CacheReason.None : alone;

    // Who caused the fill waits for the origin; who joined it waits for a limited time, and then asks by himself.
    private async Task<FillHead?> HeadAsync(FillTicket ticket, CancellationToken aborted)
    {
        if (ticket.Leads)
            return await ticket.Fill.Head.WaitAsync(aborted);
        try
        {
            return await ticket.Fill.Head.WaitAsync(fetcher.Limits.Wait, time, aborted);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private void Mark(
        HttpContext context, FillTicket ticket, RequestDecision.Fetch decision, CacheStatus status, bool isRevalidated = false)
    {
        if (decision.IsRefresh)
            log.Bypassed(context, decision.Past);
        // Said only where nothing else is to be said: it changes how things are asked for, not what comes back.
        var isApart = !decision.Arrival.IsTrusted || (ticket.Leads && ticket.Fill.Lease.IsApart);
        if (status.Detail == CacheReason.None && isApart && !decision.IsRefresh)
            status = status with { Detail = CacheReason.StoreOutage };
        var outcome = decision.IsRefresh ? CacheOutcome.Bypass : isRevalidated ? CacheOutcome.Revalidated : CacheOutcome.Miss;
        marks.Set(context, outcome, status, ticket.Fill.Request.Key.Name);
    }

    // The fill outlives the request, whose header dictionary the server uses again. It is for everybody: a HEAD that found something
    // stale has the whole answer fetched.
    private static RequestHead DetachedHead(HttpContext context)
    {
        var head = RequestHeads.Of(context);
        var headers = new HeaderDictionary(head.Headers.Count);
        foreach (var (name, value) in head.Headers)
            headers[name] = value;
        return head with { Headers = headers, Method = HttpMethods.IsHead(head.Method) ? HttpMethods.Get : head.Method };
    }
}
