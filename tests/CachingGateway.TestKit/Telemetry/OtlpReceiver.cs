using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CachingGateway.TestKit.Telemetry;

/// <summary>A collector: takes traces and metrics by OTLP over HTTP (Protocol Buffers) and keeps them.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly ConcurrentDictionary<string, ulong> _histograms = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _metrics = new(StringComparer.Ordinal);
    private readonly WebApplication _web;

    private OtlpReceiver(WebApplication web) => _web = web;

    /// <summary>What <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is to be.</summary>
    public Uri Address => new(_web.Urls.First());

    public IReadOnlyCollection<ReceivedSpan> Spans => _spans;

    /// <summary>The names of all metrics that came.</summary>
    public ICollection<string> Metrics => _metrics.Keys;

    /// <summary>How many values histograms have, over all their points, by what came last.</summary>
    public IReadOnlyDictionary<string, ulong> Histograms => _histograms;

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new OtlpReceiver(builder.Build());
        receiver._web.Run(receiver.TakeAsync);
        await receiver._web.StartAsync();
        return receiver;
    }

    /// <summary>Settings that send everything here, soon; more members of the settings' root each begin with a comma.</summary>
    public string Settings(string more = "") => $$"""
        {
          "OTEL_EXPORTER_OTLP_ENDPOINT": "{{Address}}", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
          "OTEL_BSP_SCHEDULE_DELAY": "50", "OTEL_METRIC_EXPORT_INTERVAL": "100" {{more}}
        }
        """;

    /// <summary>Returns when so many spans of one trace have come that satisfy.</summary>
    public Task<ReceivedSpan[]> SpansAsync(string traceId, Func<ReceivedSpan[], bool> satisfies) => Deadline.Eventually(
        () => Task.FromResult(_spans.Where(span => span.TraceId == traceId).ToArray()), satisfies);

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var request = new ProtobufFields(body.ToArray());
        if (context.Request.Path == "/v1/traces")
            ReceivedSpan.In(request).ToList().ForEach(_spans.Enqueue);
        else if (context.Request.Path == "/v1/metrics")
            TakeMetrics(request);
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "application/x-protobuf";
    }

    // Metric { name = 1, histogram = 9: { data_points = 1: { count = 4 } } }
    private void TakeMetrics(ProtobufFields request)
    {
        foreach (var metric in request.Messages(1, 2, 2))
        {
            _metrics[metric.Text(1)] = true;
            if (metric.Has(9))
                _histograms[metric.Text(1)] = metric.Messages(9, 1).Aggregate(0UL, (sum, point) => sum + point.Number(4));
        }
    }
}
