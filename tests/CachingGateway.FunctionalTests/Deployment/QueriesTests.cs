using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CachingGateway.FunctionalTests.Replicas;
using CachingGateway.FunctionalTests.Telemetry;
using CachingGateway.Observability;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Deployment;

/// <summary>The queries of alerts and dashboard ask for what a gateway really tells, and Prometheus understands them.</summary>
public sealed partial class QueriesTests
{
    private const string Dashboard = "deploy/grafana/dashboards/caching-gateway.json";

    // Appear with the first thing that they count, which the gateways of these tests do not meet.
    private static readonly string[] Silent =
        [MetricNames.Webhooks, MetricNames.Swept, MetricNames.Unstored, MetricNames.MemoryEvictions];

    private static IReadOnlyList<string> DashboardQueries =>
        [.. JsonNode.Parse(DeployFiles.Text(Dashboard))!["panels"]!.AsArray()
            .SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => (string)target!["expr"]!)];

    private static IEnumerable<string> AlertQueries =>
        DeployFiles.Yaml("deploy/prometheus/alerts.yml")[0]["groups"]!.AsArray()
            .SelectMany(group => group!["rules"]!.AsArray()).Select(rule => (string)rule!["expr"]!);

    [Fact]
    public async Task EveryMetricAskedFor_IsOneThatAGatewayTells()
    {
        await using var replicas = await GatewayReplicas.StartAsync(2);
        replicas.Origin.Fallback = _ => ScriptedAnswer.Ok("x");
        await replicas.Gateways[0].AskAsync("/a");
        await replicas.Gateways[0].AskAsync("/a");
        await replicas.Gateways[1].AskAsync("/a");
        await replicas.Gateways[0].WriteAsync("/a");
        var page = await MetricsPage.ReadAsync(replicas.Gateways[0]);
        var told = page.Text.Split('\n').Select(line => Metric().Match(line).Value)
            .Concat(Silent.Select(name => name.Replace('.', '_') + "_total")).ToHashSet();

        var asked = AlertQueries.Concat(DashboardQueries).SelectMany(query => Metric().Matches(query)).Select(match => match.Value);

        Assert.All(asked.Distinct(), name => Assert.Contains(name, told));
    }

    [Fact]
    public async Task QueriesOfTheDashboard_AreUnderstoodByPrometheus()
    {
        var rules = DashboardQueries.Select((query, i) => (JsonNode)new JsonObject
        {
            ["record"] = $"query_{i}",
            ["expr"] = query.Replace("$__rate_interval", "1m", StringComparison.Ordinal)
                .Replace("$__range", "1h", StringComparison.Ordinal).Replace("$route", ".*", StringComparison.Ordinal),
        });
        var file = Path.Combine(Path.GetTempPath(), $"queries-{Guid.NewGuid():N}.yml");
        var groups = new JsonArray(new JsonObject { ["name"] = "dashboard", ["rules"] = new JsonArray([.. rules]) });
        await File.WriteAllTextAsync(file, new JsonObject { ["groups"] = groups }.ToJsonString());
        try
        {
            var run = await ToolRun.OfAsync("promtool", "check", "rules", file);

            Assert.True(run.Code == 0, run.Output);
            Assert.Contains($"{DashboardQueries.Count} rules found", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Dashboard_StandsWhereGrafanaIsToldToLook_WithTheDataSourceItIsGiven()
    {
        var provider = DeployFiles.Yaml("deploy/grafana/provisioning/dashboards/dashboards.yml")[0]["providers"]![0]!;
        var source = DeployFiles.Yaml("deploy/grafana/provisioning/datasources/prometheus.yml")[0]["datasources"]![0]!;
        var volumes = DeployFiles.Yaml(DeployFiles.Compose)[0]["services"]!["grafana"]!["volumes"]!.AsArray().Select(each => (string)each!);
        var dashboard = JsonNode.Parse(DeployFiles.Text(Dashboard))!;

        Assert.Contains($"./deploy/grafana/dashboards:{(string)provider["options"]!["path"]!}:ro", volumes);
        Assert.Equal("prometheus", (string)source["type"]!);
        Assert.Equal("prometheus", (string)dashboard["templating"]!["list"]![0]!["query"]!);
        var ids = dashboard["panels"]!.AsArray().Select(panel => (int)panel!["id"]!).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [GeneratedRegex(@"\bcaching_gateway_\w+", RegexOptions.None, 5000)]
    private static partial Regex Metric();
}
