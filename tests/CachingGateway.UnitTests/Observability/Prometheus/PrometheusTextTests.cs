using System.Diagnostics.Metrics;
using CachingGateway.Observability;
using CachingGateway.Observability.Prometheus;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Xunit;

namespace CachingGateway.UnitTests.Observability.Prometheus;

public sealed class PrometheusTextTests : IDisposable
{
    private readonly Meter _meter = new($"test-{Guid.NewGuid():N}");
    private readonly PrometheusScraper _scraper = new();
    private readonly MeterProvider _provider;

    public PrometheusTextTests() =>
        _provider = Sdk.CreateMeterProviderBuilder().AddMeter(_meter.Name).AddReader(_scraper.Reader).Build();

    [Fact]
    public void Counter_EndsInTotal_WithItsUnitBefore()
    {
        _meter.CreateCounter<long>("sent.bytes", "By", "What was sent.").Add(3);
        _meter.CreateCounter<double>("busy", "s", "Time.").Add(0.5);

        AssertHas(PrometheusFormat.Text, "# HELP sent_bytes_total What was sent.", "# TYPE sent_bytes_total counter", "sent_bytes_total 3", "busy_seconds_total 0.5");
        AssertHas(PrometheusFormat.OpenMetrics, "# TYPE sent_bytes counter", "# UNIT sent_bytes bytes", "sent_bytes_total 3");
    }

    [Fact]
    public void Histogram_IsCumulative()
    {
        var times = _meter.CreateSeconds("time", "Times.", [0.5, 1]);
        foreach (var time in new[] { 0.25, 0.5, 0.75, 5 })
            times.Record(time, new KeyValuePair<string, object?>("route", "a"));

        AssertHas(
            PrometheusFormat.Text,
            "# TYPE time_seconds histogram",
            """time_seconds_bucket{route="a",le="0.5"} 2""",
            """time_seconds_bucket{route="a",le="1.0"} 3""",
            """time_seconds_bucket{route="a",le="+Inf"} 4""",
            """time_seconds_sum{route="a"} 6.5""",
            """time_seconds_count{route="a"} 4""");
    }

    [Fact]
    public void LabelsAndHelp_AreEscaped()
    {
        _meter.CreateCounter<long>("odd-name", "{thing}", "One \\ two\nthree \"four\".").Add(1, new KeyValuePair<string, object?>("a.b", "q\"b\\n\nx"));

        AssertHas(PrometheusFormat.Text, "# HELP odd_name_total One \\\\ two\\nthree \"four\".", """odd_name_total{a_b="q\"b\\n\nx"} 1""");
        AssertHas(PrometheusFormat.OpenMetrics, "# HELP odd_name One \\\\ two\\nthree \\\"four\\\".");
    }

    [Fact]
    public void UpDownCounterAndGauge_AreGauges()
    {
        _meter.CreateUpDownCounter<long>("things", "{thing}", "Things.").Add(2);
        _meter.CreateObservableGauge("temperature", () => 36.6, null, "Warmth.");

        AssertHas(PrometheusFormat.Text, "# TYPE things gauge", "things 2", "# TYPE temperature gauge", "temperature 36.6");
    }

    public void Dispose()
    {
        _provider.Dispose();
        _scraper.Dispose();
        _meter.Dispose();
    }

    private void AssertHas(PrometheusFormat format, params string[] lines)
    {
        var page = _scraper.Scrape(format).Split('\n');
        Assert.All(lines, line => Assert.Contains(line, page));
    }
}
