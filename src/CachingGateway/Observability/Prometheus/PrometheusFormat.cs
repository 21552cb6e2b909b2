namespace CachingGateway.Observability.Prometheus;

/// <summary>How metrics are written down for a scraper.</summary>
internal enum PrometheusFormat
{
    /// <summary>Prometheus' own text format, version 0.0.4.</summary>
    Text,

    /// <summary>OpenMetrics 1.0.</summary>
    OpenMetrics,
}
