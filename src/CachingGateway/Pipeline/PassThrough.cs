using CachingGateway.Fetching;
using CachingGateway.Http;
using CachingGateway.Observability;
using CachingGateway.Policies;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace CachingGateway.Pipeline;

/// <summary>Why a request goes on to the origin as it is.</summary>
/// <param name="Outcome"><see cref="CacheOutcome.Bypass"/>, or <see cref="CacheOutcome.Miss"/> where it was looked up.</param>
/// <param name="Fwd">The same in the words of RFC 9211.</param>
/// <param name="Reason">The reason.</param>
internal readonly record struct PassReason(CacheOutcome Outcome, Fwd Fwd, CacheReason Reason)
{
    public static PassReason Bypass(CacheReason reason) => new(CacheOutcome.Bypass, Fwd.Bypass, reason);
}

/// <summary>Hands a request to YARP whole and unbuffered; its answer is for this client alone and is not stored.</summary>
internal sealed class PassThrough(
    RequestDelegate origin,
    PassingWrites writes,
    HeadAnswers heads,
    StandIn standIn,
    CacheMarks marks,
    CacheLog log,
    RouteMeters routes,
    Tracing tracing,
    TimeProvider time)
{
    public async Task SendAsync(HttpContext context, RequestPlan plan, PassReason reason)
    {
        log.Bypassed(context, reason.Reason);
        var write = PassingWrites.IsSafe(context.Request.Method) ? null : await writes.BeginAsync(context, plan);
        if (writes.Refuses(write))
        {
            marks.Set(context, reason.Outcome, Fwd.None, CacheReason.Unconfirmed);
            RequestRecord.Of(context)?.Fail(CacheReason.Unconfirmed);
            context.Response.Headers.RetryAfter = "1";
            await Refusal.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable, "The write was not forwarded.",
                "Other replicas could not be told of it now, and would go on with what it changes. Nothing was done: send it again.");
            return;
        }

        using var call = new OriginCall(plan.Meter ?? routes.Of(plan.Match?.Route.Name), tracing, time);
        var isHead = plan.Key is not null && HttpMethods.IsHead(context.Request.Method);
        var exchange = new Exchange(call, write, isHead ? () => heads.Hear(context, plan) : null, marks, reason);
        context.Features.Set<IOriginExchange>(exchange);
        // An upload whose bytes are always there already must not keep the I/O thread (see FairStream).
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            context.Request.Body = new FairStream(context.Request.Body);
        var route = plan.Match?.Route;
        using var timeout = route is { Mode: RouteMode.Cache } ? new HeadTimeout(context, route.Timeout) : null;
        exchange.Timeout = timeout;
        await origin(context);
        call.End(context.Features.Get<IForwarderErrorFeature>());
        if (context.Response.HasStarted || exchange.IsAnswered)
            return;
        var isTimedOut = timeout is { HasPassed: true };
        if (isTimedOut)
            context.Response.StatusCode = StatusCodes.Status504GatewayTimeout;
        if (plan.Key is not null && reason.Outcome == CacheOutcome.Miss
            && await standIn.TryAnswerAsync(context, plan, new FillHead.Failed(context.Response.StatusCode, CacheReason.OriginError)))
            return;
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            RequestRecord.Of(context)?.Fail(isTimedOut ? CacheReason.OriginTimeout : CacheReason.OriginError);
        await exchange.MarkAsync(context, null);
    }

    /// <summary>Hears of the answer before the client does.</summary>
    private sealed class Exchange(OriginCall call, PassingWrite? write, Action? onHead, CacheMarks marks, PassReason reason) : IOriginExchange
    {
        public HeadTimeout? Timeout { get; set; }

        public bool IsAnswered { get; private set; }

        public OriginCall Call => call;

        public bool TakesBody => true;

        public ValueTask OnAnswerAsync(HttpContext context, HttpResponseMessage answer)
        {
            IsAnswered = true;
            Timeout?.Stop();
            onHead?.Invoke();
            CountedBody.CountUnannounced(context);
            return MarkAsync(context, answer);
        }

        public ValueTask PassBodyOnAsync(HttpContext context, HttpResponseMessage answer, TimeSpan patience) =>
            DirectBody.PassOnAsync(context, answer, patience);

        public ValueTask MarkAsync(HttpContext context, HttpResponseMessage? answer)
        {
            if (write is not null)
                return MarkWriteAsync(context, write, answer);
            marks.Set(context, reason.Outcome, reason.Fwd, reason.Reason);
            return ValueTask.CompletedTask;
        }

        private async ValueTask MarkWriteAsync(HttpContext context, PassingWrite write, HttpResponseMessage? answer)
        {
            var isUnconfirmed = !await write.CloseAsync(context, answer);
            marks.Set(context, reason.Outcome, reason.Fwd, isUnconfirmed ? CacheReason.Unconfirmed : reason.Reason);
        }
    }
}
