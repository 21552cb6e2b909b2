using CachingGateway.Management;
using CachingGateway.Observability.Prometheus;
using Xunit;

namespace CachingGateway.UnitTests.Management;

public class MetricsEndpointTests
{
    [Theory]
    [InlineData("application/openmetrics-text", true)]
    [InlineData("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", true)]
    [InlineData("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=1.0.0;q=0.4", true)]
    [InlineData("text/plain;q=0.9, application/openmetrics-text;q=0.5", false)]
    [InlineData("application/openmetrics-text;version=0.0.1", false)]
    [InlineData("application/openmetrics-text;q=0", false)]
    [InlineData("*/*", false)]
    [InlineData("text/html", false)]
    [InlineData("no type at all;;;", false)]
    [InlineData(null, false)]
    public void OpenMetrics_OnlyForWhoPrefersIt(string? accept, bool isOpenMetrics) =>
        Assert.Equal(isOpenMetrics ? PrometheusFormat.OpenMetrics : PrometheusFormat.Text, MetricsEndpoint.FormatFor([accept]));
}
