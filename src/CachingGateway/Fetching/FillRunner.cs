using System.Diagnostics;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Observability;
using CachingGateway.Storage.Redis;
using Yarp.ReverseProxy.Forwarder;

namespace CachingGateway.Fetching;

/// <summary>Carries a fill out: asks the other replicas, then the origin through YARP, and lets the answer stream.</summary>
internal sealed class FillRunner(
    RequestDelegate origin,
    FillContext contexts,
    FillJudge judge,
    FillTable fills,
    FillMemory memory,
    FillKeeper keeper,
    SharedLevel shared,
    IViewSource views,
    RouteMeters routes,
    Tracing tracing,
    TimeProvider time,
    ILogger<FillRunner> log)
{
    /// <summary>How long a fill that nobody could share before waits for the one before it.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    /// <summary>Begins a fill, which nobody has to wait for: it ends by itself.</summary>
    public void Start(Fill fill) => _ = RunAsync(fill);

    private async Task RunAsync(Fill fill)
    {
        using var call = new OriginCall(routes.Of(fill.Request.Route.Name), tracing, time);
        var exchange = new FillExchange(fill, call, judge, OnHead, memory);
        var isKept = false;
        fills.NoteBegin();
        fill.Trace?.Begin(tracing.StartFor(fill.Request.Head.Headers, SpanNames.Fill, ActivityKind.Internal));
        try
        {
            // It is not the origin that is waited for here.
            fill.Rest();
            if (fill.Predecessor is { } before)
                await GatherAsync(before);
            if (!fill.IsAlone && !await TrySeekAsync(fill))
                return;
            var context = await AskAsync(fill, exchange);
            if (exchange.IsOfAnother)
            {
                // The 304 is of something else than what is stored, so nothing can be made of it: asked again, for the whole.
                fill.Validated = null;
                exchange = new FillExchange(fill, call, judge, OnHead, memory);
                context = await AskAsync(fill, exchange);
            }

            call.End(context.Features.Get<IForwarderErrorFeature>());
            isKept = Conclude(fill, exchange, context);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (exception is not OperationCanceledException)
                Log.FillFailed(log, fill.Request.Key.Name, exception);
            Break(fill, StatusCodes.Status502BadGateway);
        }
        finally
        {
            // Stored first, closed after: between the two nobody finds neither.
            fills.Close(fill);
            memory.Give(exchange.BytesTaken);
            fill.Dispose();
            fills.NoteEnd();
            fill.Trace?.End(fill, isKept);
            if (!isKept)
                _ = fill.Lease.GiveAsync(LeaseEnd.Failed);
        }
    }

    // Without trust no answer that is on its way already may be shared. So that a crowd is not one call each, whoever comes
    // while one is on its way shares the next, which is held back for a moment.
    private async Task GatherAsync(Task before) =>
        await before.WaitAsync(Gathering, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Whether the origin is to be asked; if not, the answer is in memory now.</summary>
    private async Task<bool> TrySeekAsync(Fill fill)
    {
        var lease = await shared.SeekAsync(fill);
        if (lease is null)
        {
            fill.Decide(new FillHead.Withdrawn());
            return false;
        }

        fill.Lease = lease;
        return true;
    }

    private async Task<HttpContext> AskAsync(Fill fill, FillExchange exchange)
    {
        Send(fill);
        fill.Progress();
        var context = contexts.Create(fill, exchange);
        await origin(context);
        return context;
    }

    private void Send(Fill fill)
    {
        var view = views.View;
        fill.Fence.Send(view);
        fill.Send();
        // Rule 9: asked after the fence was read, so that whatever purges it later is newer than the fence.
        if (fill.Validated is { } stale && view?.StandingOf(stale) is null or Standing.Retired)
            fill.Validated = null;
    }

    private void OnHead(Fill fill, FillHead head)
    {
        if (head is FillHead.Private { Reason: var reason })
        {
            fills.Close(fill);
            keeper.Forgo(fill, reason);
        }
        else if (head is FillHead.Failed)
        {
            fills.Close(fill);
        }
    }

    /// <summary>Whether the answer was stored.</summary>
    private bool Conclude(Fill fill, FillExchange exchange, HttpContext context)
    {
        var isKept = false;
        if (!exchange.HasStarted)
        {
            Break(fill, StatusOf(context));
        }
        else if (exchange.IsAborted || context.Features.Get<IForwarderErrorFeature>() is not null)
        {
            fill.Body.End(FillEnd.Broken);
            keeper.Forgo(fill, CacheReason.Incomplete);
        }
        else
        {
            fill.Trailers = exchange.Trailers;
            isKept = exchange.IsKept && keeper.Keep(fill, (FillHead.Shared)exchange.Head!);
            fill.Body.End(FillEnd.Complete);
        }

        return isKept;
    }

    private static void Break(Fill fill, int status)
    {
        fill.Decide(fill.IsTimedOut
            ? new FillHead.Failed(StatusCodes.Status504GatewayTimeout, CacheReason.OriginTimeout)
            : new FillHead.Failed(status, CacheReason.OriginError) { IsOutOfReach = status >= StatusCodes.Status500InternalServerError });
        fill.Body.End(FillEnd.Broken);
    }

    // What YARP answers in the origin's place; 404 where none of its routes takes the path.
    private static int StatusOf(HttpContext context) =>
        context.Response.StatusCode >= StatusCodes.Status400BadRequest ? context.Response.StatusCode : StatusCodes.Status502BadGateway;
}
