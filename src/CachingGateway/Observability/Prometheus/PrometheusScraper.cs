using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace CachingGateway.Observability.Prometheus;

/// <summary>Collects all metrics when it is asked to, and writes them down.</summary>
internal sealed class PrometheusScraper : IDisposable
{
    /// <summary>More than any collection takes.</summary>
    private const int PatienceMilliseconds = 10_000;

    private readonly Exporter _exporter = new();
    private readonly Lock _gate = new();

    public PrometheusScraper() => Reader = new BaseExportingMetricReader(_exporter);

    /// <summary>To be added to the provider of metrics, which owns it from then on.</summary>
    public MetricReader Reader { get; }

    /// <summary>A page of all metrics as they are now.</summary>
    /// <exception cref="InvalidOperationException">They could not be collected.</exception>
    public string Scrape(PrometheusFormat format)
    {
        lock (_gate)
        {
            _exporter.Page = new PrometheusText(format);
            return Reader.Collect(PatienceMilliseconds)
                ? _exporter.Page.ToString()
                : throw new InvalidOperationException("The metrics could not be collected.");
        }
    }

    public void Dispose() => _exporter.Dispose();

    [ExportModes(ExportModes.Push | ExportModes.Pull)]
    private sealed class Exporter : BaseExporter<Metric>
    {
        public PrometheusText Page { get; set; } = new(PrometheusFormat.Text);

        public override ExportResult Export(in Batch<Metric> batch)
        {
            Page.WriteTarget(ParentProvider.GetResource().Attributes);
            foreach (var metric in batch)
                Page.Write(metric);
            return ExportResult.Success;
        }
    }
}
