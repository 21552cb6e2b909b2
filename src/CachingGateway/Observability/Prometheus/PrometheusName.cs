using System.Text;
using OpenTelemetry.Metrics;

namespace CachingGateway.Observability.Prometheus;

/// <summary>
/// Names as OpenTelemetry's specification makes them for Prometheus: words by underscores, the unit behind, <c>_total</c> behind what
/// only grows.
/// </summary>
internal static class PrometheusName
{
    /// <summary><c>caching_gateway_hit_duration_seconds</c> for <c>caching_gateway.hit.duration</c> in <c>s</c>; without <c>_total</c>.</summary>
    public static string OfFamily(Metric metric)
    {
        var name = Words(metric.Name);
        return UnitOf(metric) is { } unit && !name.EndsWith("_" + unit, StringComparison.Ordinal) ? $"{name}_{unit}" : name;
    }

    /// <summary>The unit as a word; <see langword="null"/>: none, as for what is only counted (<c>{request}</c>).</summary>
    public static string? UnitOf(Metric metric) => metric.Unit switch
    {
        "s" => "seconds",
        "By" => "bytes",
        _ => null,
    };

    public static string TypeOf(Metric metric) => metric.MetricType switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.Histogram => "histogram",
        _ => "gauge",
    };

    /// <summary>A name, or that of a label, with nothing but letters, digits and single underscores.</summary>
    public static string Words(string name)
    {
        var words = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (char.IsAsciiLetterOrDigit(character))
                words.Append(character);
            else if (words.Length > 0 && words[^1] != '_')
                words.Append('_');
        }

        return char.IsAsciiDigit(words[0]) ? $"_{words}" : words.ToString();
    }
}
