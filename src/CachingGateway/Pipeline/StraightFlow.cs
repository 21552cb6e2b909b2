using CachingGateway.Fetching;
using CachingGateway.Http;
using CachingGateway.Observability;
using CachingGateway.Policies;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace CachingGateway.Pipeline;

/// <summary>
/// Fetch → respond, for a key whose answers cannot be stored: the same question as a fill would ask, put on the client's own
/// exchange, without all that is there to store and to share. An answer that could be stored after all is not; the next one is.
/// </summary>
internal sealed class StraightFlow(
    RequestDelegate origin, FillKeeper keeper, CacheMarks marks, RouteMeters routes, Tracing tracing, TimeProvider time)
{
    private static readonly HttpConnectionFeature Nobody = new();

    /// <summary>Whether the request can go this way: nothing is sent with it, and there is nothing to be asked about.</summary>
    public static bool Suits(HttpContext context, byte[] body, RequestDecision.Fetch decision) =>
        decision is { IsRefresh: false, Stale: null } && body.Length == 0 && HttpMethods.IsGet(context.Request.Method);

    public async Task AnswerAsync(HttpContext context, RequestPlan plan, Fwd why)
    {
        var (route, key, head) = (plan.Match!.Route, plan.Key!, RequestHeads.Of(context));
        using var call = new OriginCall(plan.Meter ?? routes.Of(route.Name), tracing, time);
        using var timeout = new HeadTimeout(context, route.Timeout);
        var exchange = new Exchange(plan, head.Headers, why, call, timeout, keeper, marks, time);
        var (request, connection) = (context.Features.Get<IHttpRequestFeature>(), context.Features.Get<IHttpConnectionFeature>());
        context.Features.Set(KeyedRequest.Of(route, key, head, body: default));
        context.Features.Set<IHttpConnectionFeature>(Nobody);
        context.Features.Set<IOriginExchange>(exchange);
        try
        {
            await origin(context);
        }
        finally
        {
            context.Features.Set(request);
            context.Features.Set(connection);
        }

        var error = context.Features.Get<IForwarderErrorFeature>();
        call.End(error);
        // A head of which no body came is no answer either.
        if (!context.Response.HasStarted && (!exchange.IsAnswered || error is not null))
            Fail(context, plan, why, timeout.HasPassed);
    }

    private void Fail(HttpContext context, RequestPlan plan, Fwd why, bool isTimedOut)
    {
        var reason = isTimedOut ? CacheReason.OriginTimeout : CacheReason.OriginError;
        if (isTimedOut)
            context.Response.StatusCode = StatusCodes.Status504GatewayTimeout;
        RequestRecord.Of(context)?.Fail(reason);
        marks.Set(context, CacheOutcome.Miss, new CacheStatus { Fwd = why, Detail = reason }, plan.Key!.Name);
    }

    /// <summary>Hears of the answer before the client does.</summary>
    private sealed class Exchange(
        RequestPlan plan, IHeaderDictionary asked, Fwd why, OriginCall call, HeadTimeout timeout, FillKeeper keeper, CacheMarks marks, TimeProvider time)
        : IOriginExchange
    {
        private readonly long _sentAt = time.GetTimestamp();

        public bool IsAnswered { get; private set; }

        public OriginCall Call => call;

        public bool TakesBody => true;

        public ValueTask OnAnswerAsync(HttpContext context, HttpResponseMessage answer)
        {
            IsAnswered = true;
            timeout.Stop();
            var reason = Judge(context.Response);
            Strip(context.Response.Headers, plan.Match!.Route);
            CountedBody.CountUnannounced(context, timeout);
            marks.Set(context, CacheOutcome.Miss, new CacheStatus { Fwd = why, FwdStatus = (int)answer.StatusCode, Detail = reason }, plan.Key!.Name);
            return ValueTask.CompletedTask;
        }

        // As long as a fill would wait, and not as YARP's cluster says.
        public ValueTask PassBodyOnAsync(HttpContext context, HttpResponseMessage answer, TimeSpan patience) =>
            DirectBody.PassOnAsync(context, answer, plan.Match!.Route.Timeout);

        private CacheReason Judge(HttpResponse response)
        {
            var (route, key) = (plan.Match!.Route, plan.Key!);
            var (decision, _) = FillJudge.Examine(
                route, asked, response.StatusCode, response.Headers, time.GetUtcNow(), time.GetElapsedTime(_sentAt));
            if (decision.IsStorable)
            {
                keeper.Doubt(key);
                return CacheReason.Uncacheable;
            }

            keeper.Forgo(route, key, decision.Reason);
            return decision.Reason;
        }

        // The same as a fill's answer loses.
        private static void Strip(IHeaderDictionary headers, RouteRules route)
        {
            OriginFields.DropReplaced(headers);
            foreach (var name in FillJudge.NotForClients(route))
                headers.Remove(name);
        }
    }
}
