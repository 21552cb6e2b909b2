using CachingGateway.Observability;
using CachingGateway.Policies;

namespace CachingGateway.Pipeline;

/// <summary>The way of a request that <see cref="HitPath"/> did not answer: match → key → look up → decide → serve, fetch or pass.</summary>
internal sealed class CacheMiddleware(
    GatewayState state,
    PolicySource policies,
    RequestMemo memo,
    RequestDecider decider,
    FetchFlow fetch,
    PassThrough passThrough,
    MeasuredHits hits,
    CacheMarks marks,
    InFlight inFlight,
    RouteMeters routes,
    RequestRecords records,
    CacheLog log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var isCounted = inFlight.Enter();
        try
        {
            await AnswerAsync(context);
        }
        finally
        {
            if (isCounted)
                inFlight.Leave();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        // 1. What two readers may read in two ways goes no further; what was meant for this connection stays on it.
        if (RequestGuard.Fault(context.Request) is { } fault)
        {
            context.Response.Headers.Connection = "close";
            await Refusal.WriteAsync(context, StatusCodes.Status400BadRequest, "The request is ambiguous.", fault);
            return;
        }

        RequestGuard.DropConnectionFields(context.Request.Headers);

        // 2. Match → key, with the body where it is keyed.
        var plan = PlanFor(context);
        var body = Array.Empty<byte>();
        if (plan.NeedsBody)
            (plan, body) = await WithBodyAsync(context, plan);

        // 3. Look up → decide → answer.
        switch (decider.Decide(context, plan))
        {
            case RequestDecision.Serve serve:
                log.Hit(serve.Entry, serve.Now);
                await hits.WriteAsync(context.Features, serve.Entry, plan, serve.Now);
                break;

            case RequestDecision.ServeStale stale:
                fetch.Refresh(context, plan, body, stale);
                log.Hit(stale.Entry, stale.Now);
                await hits.WriteAsync(context.Features, stale.Entry, plan, stale.Now);
                break;

            case var beyond:
                using (var record = records.Begin(context, plan))
                {
                    await AnswerAsync(context, plan, body, beyond);
                    record.Complete();
                }

                break;
        }
    }

    // What memory has no answer to.
    private Task AnswerAsync(HttpContext context, RequestPlan plan, byte[] body, RequestDecision decision)
    {
        switch (decision)
        {
            case RequestDecision.Fetch fetching:
                return fetch.AnswerAsync(context, plan, body, fetching);

            case RequestDecision.Pass pass:
                return passThrough.SendAsync(context, plan, pass.Reason);

            case RequestDecision.Refuse refuse:
                context.Response.StatusCode = refuse.Status;
                marks.Set(context, CacheOutcome.Miss, Http.Fwd.None, refuse.Reason);
                return Task.CompletedTask;

            default:
                throw new InvalidOperationException($"Nothing is done for {decision}.");
        }
    }

    private RequestPlan PlanFor(HttpContext context)
    {
        var policy = policies.Current;
        if (!state.IsEnabled)
            return new RequestPlan(policy, null, null, CacheReason.Disabled) { Meter = routes.Of(null) };
        var head = RequestHeads.Of(context);
        if (memo.Find(head, policy) is { } remembered)
            return remembered;
        var plan = RequestPlanner.Plan(head, policy);
        plan = plan with { Meter = routes.Of(plan.Match?.Route.Name) };
        if (!plan.NeedsBody)
            memo.Add(head, plan);
        return plan;
    }

    private static async Task<(RequestPlan Plan, byte[] Body)> WithBodyAsync(HttpContext context, RequestPlan plan)
    {
        var body = await KeyedBody.ReadAsync(context.Request, plan.Match!.Route.Key.Settings.Body, context.RequestAborted);
        return body.Canonical is { } canonical
            ? (RequestPlanner.WithBody(plan, RequestHeads.Of(context), canonical), canonical)
            : (plan with { Reason = body.Reason }, []);
    }
}
