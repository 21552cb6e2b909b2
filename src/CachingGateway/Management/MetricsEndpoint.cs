using CachingGateway.Management.Access;
using CachingGateway.Observability.Prometheus;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Management;

/// <summary><c>GET /metrics</c>: all metrics for Prometheus, or in OpenMetrics for who prefers that.</summary>
internal static class MetricsEndpoint
{
    private const string OpenMetricsType = "application/openmetrics-text";
    private const string OpenMetricsVersion = "1.0.0";

    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/metrics", Scrape).For(AccessRule.Read);

    private static IResult Scrape(HttpRequest request, PrometheusScraper scraper)
    {
        var format = FormatFor(request.Headers.Accept);
        var type = format == PrometheusFormat.OpenMetrics
            ? $"{OpenMetricsType}; version={OpenMetricsVersion}; charset=utf-8"
            : "text/plain; version=0.0.4; charset=utf-8";
        return Results.Text(scraper.Scrape(format), type);
    }

    /// <summary>OpenMetrics only where it is asked for by name, and not less than the other.</summary>
    public static PrometheusFormat FormatFor(IList<string?> accept)
    {
        var (openMetrics, text) = (0.0, 0.0);
        if (!MediaTypeHeaderValue.TryParseList([.. accept.OfType<string>()], out var types))
            return PrometheusFormat.Text;
        foreach (var type in types)
        {
            var quality = type.Quality ?? 1;
            if (type.MediaType.Equals(OpenMetricsType, StringComparison.OrdinalIgnoreCase))
                openMetrics = IsOurs(type) ? Math.Max(openMetrics, quality) : openMetrics;
            else if (type.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase))
                text = Math.Max(text, quality);
        }

        return openMetrics > 0 && openMetrics >= text ? PrometheusFormat.OpenMetrics : PrometheusFormat.Text;
    }

    private static bool IsOurs(MediaTypeHeaderValue type) =>
        type.Parameters.FirstOrDefault(parameter => parameter.Name == "version") is not { } version || version.Value == OpenMetricsVersion;
}
