using CachingGateway.Entries;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Observability;
using CachingGateway.Storage;
using Yarp.ReverseProxy.Forwarder;

namespace CachingGateway.Fetching;

/// <summary>Carries a fill out: asks the origin through YARP, lets the answer stream, stores it when it is whole.</summary>
internal sealed class FillRunner(
    RequestDelegate origin,
    FillContext contexts,
    FillJudge judge,
    FillTable fills,
    FillMemory memory,
    UncacheableKeys uncacheable,
    MemoryStore store,
    IViewSource views,
    TimeProvider time,
    ILogger<FillRunner> log)
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    /// <summary>Begins a fill, which nobody has to wait for: it ends by itself.</summary>
    public void Start(Fill fill) => _ = RunAsync(fill);

    private async Task RunAsync(Fill fill)
    {
        var exchange = new FillExchange(fill, judge, OnHead, memory);
        try
        {
            if (fill.Predecessor is { } before)
                await GatherAsync(before);
            var view = views.View;
            fill.Fence.Send(view);
            // Rule 9: asked after the fence was read, so that whatever purges it later is newer than the fence.
            if (fill.Validated is { } stale && view?.StandingOf(stale) is null or Standing.Retired)
                fill.Validated = null;
            var context = contexts.Create(fill, exchange);
            await origin(context);
            Conclude(fill, exchange, context);
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
        }
    }

    private void OnHead(Fill fill, FillHead head)
    {
        if (head is FillHead.Private { Reason: var reason })
        {
            fills.Close(fill);
            Forgo(fill, reason);
        }
    }

    private void Conclude(Fill fill, FillExchange exchange, HttpContext context)
    {
        if (!exchange.HasStarted)
        {
            Break(fill, StatusOf(context));
        }
        else if (exchange.IsAborted || context.Features.Get<IForwarderErrorFeature>() is not null)
        {
            fill.Body.End(FillEnd.Broken);
            Log.Skipped(log, fill.Request.Key.Name, fill.Request.Route.Name, CacheReason.Incomplete.Token());
        }
        else
        {
            fill.Trailers = exchange.Trailers;
            if (exchange.IsKept)
                Store(fill, (FillHead.Shared)exchange.Head!);
            fill.Body.End(FillEnd.Complete);
        }
    }

    private void Store(Fill fill, FillHead.Shared head)
    {
        var route = fill.Request.Route;
        var reason = fill.Body.Length < route.BodyMinBytes ? CacheReason.BodyTooSmall
            : fill.Trailers is { Count: > 0 } ? CacheReason.Trailers
            : TryStore(fill, head);
        if (reason == CacheReason.None)
        {
            uncacheable.Remove(fill.Request.Key.Key);
            Log.Stored(log, fill.Request.Key.Name, route.Name, head.Answer.Status, fill.Body.Length, (long)fill.Decision.Left.TotalSeconds);
        }
        else
        {
            Forgo(fill, reason);
        }
    }

    // A fault of the cache's is no fault of the answer's: those who wait get it all the same.
    private CacheReason TryStore(Fill fill, FillHead.Shared head)
    {
        try
        {
            return StoreIfItStands(fill, head);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.StoreFailed(log, fill.Request.Key.Name, exception);
            return CacheReason.StoreLimit;
        }
    }

    private CacheReason StoreIfItStands(Fill fill, FillHead.Shared head)
    {
        // Behind no generation's fence nobody could tell later what it is older than.
        if (fill.Fence.Fence.Generation == 0 || views.View is not { } view)
            return CacheReason.StoreOutage;
        var settlesAt = view.Index.SettlesAt(head.Labels, time.GetTimestamp()) ?? long.MaxValue;
        var (entry, route) = (EntryBuilder.Build(fill, head, settlesAt, time), fill.Request.Route);
        // Rule 9: what was revalidated must be what is stored still, or something newer has taken its place.
        if (head.IsRevalidated && !IsStored(fill.Validated!))
            return CacheReason.Superseded;
        // To save room and no more: whoever finds it checks it again.
        return view.StandingOf(entry) == Standing.Retired
            ? CacheReason.Retired
            : store.TryAdd(entry, new RouteLimits(route.Name, route.MaxEntries, route.MaxBytes, route.MaxVariants)).Refusal;
    }

    private bool IsStored(CacheEntry entry)
    {
        for (var stored = store.Find(entry.Key, entry.Variant); stored is not null; stored = MemoryStore.FindNext(stored))
        {
            if (ReferenceEquals(stored, entry))
                return true;
        }

        return false;
    }

    // Without trust no answer that is on its way already may be shared. So that a crowd is not one call each, whoever comes
    // while one is on its way shares the next, which is held back for a moment.
    private async Task GatherAsync(Fill before) =>
        await before.Ended.WaitAsync(Gathering, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Forgo(Fill fill, CacheReason reason)
    {
        uncacheable.Add(fill.Request.Key.Key);
        Log.Skipped(log, fill.Request.Key.Name, fill.Request.Route.Name, reason.Token());
    }

    private static void Break(Fill fill, int status)
    {
        fill.Decide(fill.IsTimedOut
            ? new FillHead.Failed(StatusCodes.Status504GatewayTimeout, CacheReason.OriginTimeout)
            : new FillHead.Failed(status, CacheReason.OriginError));
        fill.Body.End(FillEnd.Broken);
    }

    // What YARP answers in the origin's place; 404 where none of its routes takes the path.
    private static int StatusOf(HttpContext context) =>
        context.Response.StatusCode >= StatusCodes.Status400BadRequest ? context.Response.StatusCode : StatusCodes.Status502BadGateway;
}
