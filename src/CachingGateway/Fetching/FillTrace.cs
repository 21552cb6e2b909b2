using System.Diagnostics;
using CachingGateway.Observability;

namespace CachingGateway.Fetching;

/// <summary>The span of a fill, linked both ways with the requests that wait for it.</summary>
internal sealed class FillTrace
{
    /// <summary>As many links as OpenTelemetry exports of a span where nothing else is said; of a crowd the rest are left out.</summary>
    private const int MostLinks = 128;

    private readonly Lock _gate = new();
    private readonly List<Activity> _early = [];
    private Activity? _span;
    private int _links;

    /// <summary>The fill begins.</summary>
    public void Begin(Activity? span)
    {
        if (span is null)
            return;
        lock (_gate)
        {
            _span = span;
            _early.ForEach(request => Link(span, request));
            _early.Clear();
        }
    }

    /// <summary>A request waits for it that another one caused.</summary>
    public void Join(Activity? request)
    {
        if (request is null)
            return;
        lock (_gate)
        {
            if (_links++ >= MostLinks)
                return;
            if (_span is { } span)
                Link(span, request);
            else
                _early.Add(request);
        }
    }

    /// <summary>The fill has ended.</summary>
    /// <param name="fill">The fill.</param>
    /// <param name="isKept">Whether its answer is stored.</param>
    public void End(Fill fill, bool isKept)
    {
        lock (_gate)
        {
            if (_span is not { } span)
                return;
            var head = fill.Head.IsCompletedSuccessfully ? fill.Head.Result : null;
            span.SetTag(SpanNames.Key, fill.Request.Key.Name).SetTag(SpanNames.Route, fill.Request.Route.Name);
            span.SetTag(SpanNames.Outcome, OutcomeOf(head, isKept));
            if (ReasonOf(head) is { } reason)
                span.SetTag(SpanNames.Reason, reason.Token());
            if (head is FillHead.Failed or null)
                span.SetStatus(ActivityStatusCode.Error);
            span.Dispose();
        }
    }

    private static void Link(Activity span, Activity request)
    {
        span.AddLink(new ActivityLink(request.Context));
        request.AddLink(new ActivityLink(span.Context));
    }

    private static string OutcomeOf(FillHead? head, bool isKept) => head switch
    {
        FillHead.Shared => isKept ? "stored" : "unstored",
        FillHead.Private => "private",
        FillHead.Withdrawn => "found",
        _ => "failed",
    };

    private static CacheReason? ReasonOf(FillHead? head) => head switch
    {
        FillHead.Private one => one.Reason,
        FillHead.Failed failed => failed.Reason,
        _ => null,
    };
}
