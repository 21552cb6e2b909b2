using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace CachingGateway.Observability.Prometheus;

/// <summary>Writes metrics down as one page.</summary>
internal sealed class PrometheusText(PrometheusFormat format)
{
    private readonly StringBuilder _page = new(64 * 1024);

    private bool IsOpenMetrics => format == PrometheusFormat.OpenMetrics;

    /// <summary>The page, complete.</summary>
    public override string ToString() => IsOpenMetrics ? _page + "# EOF\n" : _page.ToString();

    /// <summary>What the process is: <c>target_info</c>, with its attributes as labels.</summary>
    public void WriteTarget(IEnumerable<KeyValuePair<string, object>> attributes)
    {
        var labels = string.Join(',', attributes.Select(pair => Label(pair.Key, pair.Value)));
        // OpenMetrics has a type for this, whose suffix is no part of the family's name.
        WriteHead(IsOpenMetrics ? "target" : "target_info", IsOpenMetrics ? "info" : "gauge", null, "The process.");
        WriteSample("target_info", labels, "1");
    }

    public void Write(Metric metric)
    {
        var (family, type) = (PrometheusName.OfFamily(metric), PrometheusName.TypeOf(metric));
        var isTotal = type == "counter";
        WriteHead(isTotal && !IsOpenMetrics ? family + "_total" : family, type, PrometheusName.UnitOf(metric), metric.Description);
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = LabelsOf(point.Tags);
            if (metric.MetricType == MetricType.Histogram)
                WriteHistogram(family, labels, point);
            else
                WriteSample(isTotal ? family + "_total" : family, labels, ValueOf(metric.MetricType, point));
        }
    }

    private void WriteHead(string name, string type, string? unit, string description)
    {
        var help = description.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        if (IsOpenMetrics)
            help = help.Replace("\"", "\\\"", StringComparison.Ordinal);
        _page.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        _page.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        if (IsOpenMetrics && unit is not null)
            _page.Append("# UNIT ").Append(name).Append(' ').Append(unit).Append('\n');
    }

    // Buckets hold here what is in them; for Prometheus each holds what is in those before it as well.
    private void WriteHistogram(string family, string labels, in MetricPoint point)
    {
        var below = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : Bound(bucket.ExplicitBound);
            WriteSample(family + "_bucket", (labels.Length == 0 ? "" : labels + ",") + $"le=\"{bound}\"", Text(below));
        }

        WriteSample(family + "_sum", labels, Text(point.GetHistogramSum()));
        WriteSample(family + "_count", labels, Text(point.GetHistogramCount()));
    }

    private void WriteSample(string name, string labels, string value)
    {
        _page.Append(name);
        if (labels.Length > 0)
            _page.Append('{').Append(labels).Append('}');
        _page.Append(' ').Append(value).Append('\n');
    }

    private static string LabelsOf(ReadOnlyTagCollection tags)
    {
        var labels = new StringBuilder();
        foreach (var (name, value) in tags)
            labels.Append(labels.Length == 0 ? "" : ",").Append(Label(name, value));
        return labels.ToString();
    }

    private static string Label(string name, object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        return $"{PrometheusName.Words(name)}=\"{text}\"";
    }

    private static string ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => Text(point.GetSumLong()),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => Text(point.GetSumDouble()),
        MetricType.LongGauge => Text(point.GetGaugeLastValueLong()),
        MetricType.DoubleGauge => Text(point.GetGaugeLastValueDouble()),
        _ => throw new NotSupportedException($"No instrument of the gateway's makes a {type}."),
    };

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();

    // OpenMetrics wants the bounds of buckets to be written in one way only, so that they are equal as texts.
    private static string Bound(double value) => Text(value) is var text && text.All(char.IsAsciiDigit) ? text + ".0" : text;
}
