using System.Text.Json.Nodes;
using Xunit;

namespace CachingGateway.FunctionalTests.Deployment;

public sealed class AlertsTests
{
    private const string Rules = "deploy/prometheus/alerts.yml";
    private const string Cases = "deploy/prometheus/alerts.test.yml";

    private static IEnumerable<JsonNode> Alerts =>
        DeployFiles.Yaml(Rules)[0]["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).Select(rule => rule!);

    [Theory]
    [InlineData("check", "rules", Rules)]
    [InlineData("check", "config", "deploy/prometheus/prometheus.yml")]
    [InlineData("test", "rules", Cases)]
    public async Task Promtool_FindsThemInOrder(params string[] arguments)
    {
        var run = await ToolRun.OfAsync("promtool", arguments);

        Assert.True(run.Code == 0, run.Output);
    }

    [Fact]
    public void EveryAlert_HasACaseInWhichItFires_AndOneInWhichItDoesNot()
    {
        var cases = DeployFiles.Yaml(Cases)[0]["tests"]!.AsArray()
            .SelectMany(test => test!["alert_rule_test"]!.AsArray())
            .ToLookup(each => (string)each!["alertname"]!, each => each!["exp_alerts"]!.AsArray().Count > 0);

        Assert.All(Alerts, alert => Assert.Equal([false, true], cases[(string)alert["alert"]!].Distinct().Order()));
    }

    [Fact]
    public void EveryAlert_HasASectionInTheRunbook()
    {
        var sections = File.ReadLines(DeployFiles.Path("docs/runbook.md"))
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]).ToList();

        Assert.All(Alerts, alert =>
        {
            var name = (string)alert["alert"]!;
            Assert.Contains(name, sections);
            Assert.Equal($"docs/runbook.md#{name.ToLowerInvariant()}", (string)alert["annotations"]!["runbook"]!);
        });
    }

    // Debian's promtool is built without Kubernetes: where pods would be found, one target stands instead.
    [Fact]
    public async Task ConfigurationForKubernetes_IsInOrderButForItsDiscovery()
    {
        var configuration = DeployFiles.Yaml("deploy/kubernetes/prometheus.yml")[0];
        var job = configuration["scrape_configs"]![0]!.AsObject();
        Assert.True(job.Remove("kubernetes_sd_configs"));
        job["static_configs"] = new JsonArray(new JsonObject { ["targets"] = new JsonArray("gateway:8081") });
        var file = Path.Combine(Path.GetTempPath(), $"prometheus-{Guid.NewGuid():N}.yml");
        await File.WriteAllTextAsync(file, configuration.ToJsonString());
        try
        {
            // The token's file and the rules are where that Prometheus runs.
            var run = await ToolRun.OfAsync("promtool", "check", "config", "--syntax-only", file);

            Assert.True(run.Code == 0, run.Output);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
