using System.Diagnostics;
using CachingGateway.Observability;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace CachingGateway.Fetching;

/// <summary>One call of the origin: how long it took, its span, and the trace context that it carries.</summary>
internal sealed class OriginCall(RouteMeter meter, Tracing tracing, TimeProvider time) : IDisposable
{
    /// <summary>W3C Trace Context and Baggage.</summary>
    private static readonly string[] TraceContext = [HeaderNames.TraceParent, HeaderNames.TraceState, HeaderNames.Baggage];

    private Activity? _span;
    private long _sentAt;
    private bool _isAnswered;

    /// <summary>It is about to be sent.</summary>
    /// <param name="from">The fields of the request that is forwarded.</param>
    /// <param name="request">What is sent, complete but for the trace context.</param>
    /// <param name="destination">The destination's address.</param>
    public void Send(IHeaderDictionary from, HttpRequestMessage request, string destination)
    {
        _sentAt = time.GetTimestamp();
        _span = tracing.Start(request.Method.Method, ActivityKind.Client);
        if (_span is { IsAllDataRequested: true } span)
            Describe(span, request, destination);
        PassTraceContext(from, request.Headers, tracing.IsOn ? _span ?? Activity.Current : null);
    }

    /// <summary>The head of the answer is there.</summary>
    public void Answer(int status)
    {
        Time();
        _span?.SetTag(SpanNames.StatusCode, status);
        if (status >= StatusCodes.Status500InternalServerError)
            _span?.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>It ended, well or not.</summary>
    public void End(IForwarderErrorFeature? error)
    {
        Time();
        if (_span is null)
            return;
        if (error is not null)
            _span.SetTag(SpanNames.ErrorType, error.Error.ToString()).SetStatus(ActivityStatusCode.Error);
        Dispose();
    }

    public void Dispose()
    {
        _span?.Dispose();
        _span = null;
    }

    private void Time()
    {
        if (_isAnswered || _sentAt == 0)
            return;
        _isAnswered = true;
        meter.OriginTimes.Record(time.GetTimestamp() - _sentAt);
    }

    private static void Describe(Activity span, HttpRequestMessage request, string destination)
    {
        span.SetTag(SpanNames.Method, request.Method.Method);
        if (!Uri.TryCreate(destination, UriKind.Absolute, out var origin))
            return;
        span.SetTag(SpanNames.ServerAddress, origin.Host).SetTag(SpanNames.ServerPort, origin.Port);
    }

    // Said once: YARP copies these or leaves them out, as its own propagator is there or not.
    private static void PassTraceContext(IHeaderDictionary from, System.Net.Http.Headers.HttpRequestHeaders to, Activity? span)
    {
        foreach (var name in TraceContext)
        {
            to.Remove(name);
            if ((span is null || name == HeaderNames.Baggage) && from.TryGetValue(name, out var value))
                to.TryAddWithoutValidation(name, (IEnumerable<string?>)value);
        }

        if (span is null)
            return;
        to.TryAddWithoutValidation(HeaderNames.TraceParent, span.Id);
        if (span.TraceStateString is { Length: > 0 } state)
            to.TryAddWithoutValidation(HeaderNames.TraceState, state);
    }
}
