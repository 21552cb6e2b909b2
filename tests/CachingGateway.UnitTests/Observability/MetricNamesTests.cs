using System.Text.RegularExpressions;
using CachingGateway.Observability;
using CachingGateway.UnitTests.Architecture;
using Xunit;

namespace CachingGateway.UnitTests.Observability;

/// <summary>Alert rules and dashboards are built on what docs/metrics.md says.</summary>
public partial class MetricNamesTests
{
    [Fact]
    public void Documentation_HasEveryMetric_AndNoOther()
    {
        var documented = Row().Matches(File.ReadAllText(Path.Combine(Sources.Repository, "docs", "metrics.md")))
            .Select(match => match.Groups["name"].Value);
        var names = typeof(MetricNames).GetFields().Select(field => (string)field.GetValue(null)!)
            .Where(name => name.StartsWith("caching_gateway.", StringComparison.Ordinal));

        Assert.Equal(names.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| `(?<name>caching_gateway\.[a-z_.]+)`", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
