using System.Text.Json.Nodes;
using Xunit;

namespace CachingGateway.FunctionalTests.Deployment;

/// <summary>docker-compose.yml and its variants: every path is there, every name is a service, and the gateway takes the settings.</summary>
public sealed class ComposeTests
{
    private const string PolicyFolder = "/etc/caching-gateway";

    [Fact]
    public void Services_AreTwoGatewaysAndWhatTheyNeed()
    {
        var services = Services(DeployFiles.Compose);

        Assert.Equal(["gateway-1", "gateway-2", "grafana", "origin", "prometheus", "redis"], services.Select(each => each.Key).Order());
        Assert.All(services.SelectMany(each => Texts(each.Value!["ports"])), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        Assert.All(services, each => Assert.All(
            Texts(each.Value!["volumes"]), volume => Assert.True(Path.Exists(DeployFiles.Path(volume.Split(':')[0])), volume)));
        foreach (var gateway in new[] { "gateway-1", "gateway-2", "origin" })
            Assert.True(File.Exists(DeployFiles.Path((string)services[gateway]!["build"]!["dockerfile"]!)), gateway);
    }

    [Theory]
    [InlineData("deploy/compose/redis-cluster.yml")]
    [InlineData("deploy/compose/redis-sentinel.yml")]
    public void Variant_NamesServicesAndFilesThatAreThere(string variant)
    {
        var services = Services(variant);
        var all = Services(DeployFiles.Compose).Select(each => each.Key).Union(services.Select(each => each.Key)).ToList();

        foreach (var (_, service) in services)
        {
            var before = service!["depends_on"] is JsonObject conditions ? conditions.Select(each => each.Key) : Texts(service["depends_on"]);
            Assert.All(before, name => Assert.Contains(name, all));
            Assert.All(Texts(service["volumes"]), volume => Assert.True(File.Exists(DeployFiles.Path(volume.Split(':')[0])), volume));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("deploy/compose/redis-cluster.yml")]
    [InlineData("deploy/compose/redis-sentinel.yml")]
    public async Task Gateway_TakesItsSettings(string variant)
    {
        var gateway = Services(DeployFiles.Compose)["gateway-1"]!;
        var settings = Members(gateway["environment"]!);
        if (variant.Length > 0)
            settings = settings.Concat(Members(Services(variant)["gateway-1"]!["environment"]!));
        var arguments = Texts(gateway["command"]).Select(each => each.Replace(PolicyFolder, DeployFiles.Path("config"), StringComparison.Ordinal));

        var run = await ToolRun.OfGatewayAsync(settings.Append(new("WEBHOOK_SECRET", "")), ["check", .. arguments]);

        Assert.True(run.Code == 0, run.Output);
    }

    // Whoever changes a token in one of the two files has to change the other.
    [Fact]
    public async Task Prometheus_HasTheTokenThatTheGatewaysKnow()
    {
        var job = DeployFiles.Yaml("deploy/prometheus/prometheus.yml")[0]["scrape_configs"]![0]!;
        var token = (string)job["authorization"]!["credentials"]!;
        var settings = Services(DeployFiles.Compose)["gateway-2"]!["environment"]!;

        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token)));

        Assert.Equal($"sha256:{hash}", (string)settings["Gateway__Management__Tokens__demo__Hash"]!);
        Assert.Equal(["gateway-1:8081", "gateway-2:8081"], Texts(job["static_configs"]![0]!["targets"]));
        // A setting that is not known is refused, so the check above would not pass whatever stands here.
        var run = await ToolRun.OfGatewayAsync([new("Gateway__Managment__Tokens", "x")], "check", "--origin", "http://origin:9001");
        Assert.Equal(1, run.Code);
    }

    private static JsonObject Services(string file) => DeployFiles.Yaml(file)[0]["services"]!.AsObject();

    private static IEnumerable<string> Texts(JsonNode? list) => list?.AsArray().Select(each => (string)each!) ?? [];

    private static IEnumerable<KeyValuePair<string, string>> Members(JsonNode map) =>
        map.AsObject().Select(each => KeyValuePair.Create(each.Key, (string)each.Value!));
}
