using System.Diagnostics;
using CachingGateway.Observability;

namespace CachingGateway.Pipeline;

/// <summary>
/// What became of one request that reached the store or the origin: gathered while it is answered, counted and told in its span once
/// it is. A feature of the request.
/// </summary>
internal sealed class RequestRecord(HttpContext context, RouteMeter meter, Activity? span) : IDisposable
{
    private CacheOutcome? _outcome;
    private CacheOutcome _stored = CacheOutcome.Hit;
    private CacheReason _reason;
    private CacheReason _error;
    private bool _isComplete;

    /// <summary>Where the body came from, if it was not stored.</summary>
    public BodySource Source { get; set; } = BodySource.Origin;

    /// <summary>How many bytes were sent of a body whose length nobody announced.</summary>
    public long UnannouncedBytes { get; set; }

    public static RequestRecord? Of(HttpContext context) => context.Features.Get<RequestRecord>();

    /// <summary>What its client is told.</summary>
    public void Note(CacheOutcome outcome, CacheReason reason) => (_outcome, _reason) = (outcome, reason);

    /// <summary>Something stale answered in place of the origin.</summary>
    public void NoteStandIn(CacheReason reason) => (_stored, _reason) = (CacheOutcome.Stale, reason);

    /// <summary>The gateway had to answer with 5xx itself.</summary>
    public void Fail(CacheReason reason) => _error = reason;

    /// <summary>It was answered without an exception.</summary>
    public void Complete() => _isComplete = true;

    public void Dispose()
    {
        // Of a client that has left nothing is known that is the gateway's doing.
        if (!_isComplete && !context.RequestAborted.IsCancellationRequested)
            _error = CacheReason.Internal;
        Count();
        Tell();
    }

    private void Count()
    {
        // Without an outcome it was answered from what is stored after all, which is counted there.
        if (_outcome is { } outcome)
        {
            meter.Count(outcome);
            meter.CountBytes(Source, BytesSent());
        }

        if (_reason != CacheReason.None)
            meter.CountReason(_reason);
        if (_error != CacheReason.None)
            meter.CountError(_error);
    }

    private long BytesSent() =>
        context.Response.StatusCode is StatusCodes.Status304NotModified || HttpMethods.IsHead(context.Request.Method)
            ? 0
            : context.Response.ContentLength ?? UnannouncedBytes;

    private void Tell()
    {
        if (span is null)
            return;
        span.SetTag(SpanNames.StatusCode, context.Response.StatusCode).SetTag(SpanNames.Status, (_outcome ?? _stored).Token());
        if (_reason != CacheReason.None)
            span.SetTag(SpanNames.Reason, _reason.Token());
        if (_error != CacheReason.None)
            span.SetTag(SpanNames.ErrorType, _error.Token());
        if (_error != CacheReason.None || context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            span.SetStatus(ActivityStatusCode.Error);
        span.Dispose();
    }
}

/// <summary>Begins the records of requests.</summary>
internal sealed class RequestRecords(RouteMeters routes, Tracing tracing)
{
    public RequestRecord Begin(HttpContext context, RequestPlan plan)
    {
        var span = tracing.IsOn ? Start(context, plan) : null;
        var record = new RequestRecord(context, plan.Meter ?? routes.Of(plan.Match?.Route.Name), span);
        context.Features.Set(record);
        return record;
    }

    private Activity? Start(HttpContext context, RequestPlan plan)
    {
        var (request, route) = (context.Request, plan.Match?.Route.Name);
        var span = tracing.StartFor(request.Headers, route is null ? request.Method : $"{request.Method} {route}", ActivityKind.Server);
        if (span is not { IsAllDataRequested: true })
            return span;
        span.SetTag(SpanNames.Method, request.Method).SetTag(SpanNames.Path, request.Path.ToString()).SetTag(SpanNames.Scheme, request.Scheme);
        if (route is not null)
            span.SetTag(SpanNames.Route, route);
        if (plan.Key is { } key)
            span.SetTag(SpanNames.Key, key.Name);
        return span;
    }
}
