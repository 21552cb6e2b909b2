using System.Text.Json.Nodes;
using CachingGateway.FunctionalTests.Commands;
using Xunit;

namespace CachingGateway.FunctionalTests.Deployment;

/// <summary>The manifests fit together, and the gateway takes the settings and the policy that they give it.</summary>
public sealed class KubernetesTests
{
    private const string Base = "deploy/kubernetes/gateway";
    private const string Name = "caching-gateway";
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

    [Theory]
    [InlineData("gateway")]
    [InlineData("redis")]
    [InlineData("redis-cluster")]
    [InlineData("redis-sentinel")]
    public void Kustomization_NamesFilesThatAreThere(string folder)
    {
        var kustomization = DeployFiles.Yaml($"deploy/kubernetes/{folder}/kustomization.yaml")[0];

        foreach (var resource in kustomization["resources"]!.AsArray())
            Assert.True(Path.Exists(DeployFiles.Path($"deploy/kubernetes/{folder}/{(string)resource!}")), (string)resource!);
        foreach (var patch in kustomization["patches"]?.AsArray() ?? [])
            Assert.Equal(Name, (string)DeployFiles.YamlOf((string)patch!["patch"]!)[0]["metadata"]!["namespace"]!);
    }

    [Fact]
    public void EveryFileOfTheBase_IsApplied_IntoItsNamespace()
    {
        var named = DeployFiles.Yaml($"{Base}/kustomization.yaml")[0]["resources"]!.AsArray().Select(each => (string)each!).Append("kustomization.yaml");

        Assert.Equal(Directory.GetFiles(DeployFiles.Path(Base)).Select(Path.GetFileName).Order(), named.Order());
        var objects = named.SkipLast(1).SelectMany(file => DeployFiles.Yaml($"{Base}/{file}")).Where(each => (string)each["kind"]! != "Namespace");
        Assert.All(objects, each => Assert.Equal(Name, (string)each["metadata"]!["namespace"]!));
    }

    [Fact]
    public void Probes_AskTheManagementListener_AndThePodIsRestricted()
    {
        var pod = One("deployment")["spec"]!["template"]!["spec"]!;
        var container = pod["containers"]![0]!;

        Assert.Equal(["/health/live", "/health/live", "/health/ready"], Probes("path"));
        Assert.Equal(["management", "management", "management"], Probes("port"));
        Assert.Equal("true", (string)pod["securityContext"]!["runAsNonRoot"]!);
        Assert.Equal("true", (string)container["securityContext"]!["readOnlyRootFilesystem"]!);
        Assert.Equal("ALL", (string)container["securityContext"]!["capabilities"]!["drop"]![0]!);
        Assert.Equal("8081", (string)container["ports"]!.AsArray().Single(port => (string)port!["name"]! == "management")!["containerPort"]!);

        IEnumerable<string> Probes(string member) =>
            new[] { "startupProbe", "livenessProbe", "readinessProbe" }.Select(probe => (string)container[probe]!["httpGet"]![member]!);
    }

    [Fact]
    public void SelectorsAndNames_MeetTheDeployment()
    {
        var deployment = One("deployment");
        var labels = deployment["spec"]!["template"]!["metadata"]!["labels"]!;
        var selectors = DeployFiles.Yaml($"{Base}/service.yaml").Select(service => service["spec"]!["selector"]!)
            .Append(deployment["spec"]!["selector"]!["matchLabels"]!)
            .Append(One("disruption-budget")["spec"]!["selector"]!["matchLabels"]!)
            .Append(One("network-policy")["spec"]!["podSelector"]!["matchLabels"]!);
        Assert.All(selectors, selector => Assert.True(JsonNode.DeepEquals(labels, selector), selector.ToJsonString()));

        var container = deployment["spec"]!["template"]!["spec"]!["containers"]![0]!;
        Assert.Equal((string)One("secret")["metadata"]!["name"]!, (string)container["envFrom"]![0]!["secretRef"]!["name"]!);
        Assert.Equal((string)deployment["metadata"]!["name"]!, (string)One("autoscaler")["spec"]!["scaleTargetRef"]!["name"]!);
    }

    [Fact]
    public void ManagementListener_IsForLabelledNamespacesAlone()
    {
        var rules = One("network-policy")["spec"]!["ingress"]!.AsArray();

        Assert.Equal("http", (string)rules[0]!["ports"]!.AsArray().Single()!["port"]!);
        Assert.Equal("management", (string)rules[1]!["ports"]!.AsArray().Single()!["port"]!);
        Assert.Equal("true", (string)rules[1]!["from"]!.AsArray().Single()!["namespaceSelector"]!["matchLabels"]!["caching-gateway/management"]!);
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("redis-cluster")]
    [InlineData("redis-sentinel")]
    public async Task Gateway_TakesWhatItIsGiven_ButNotWithoutASecret(string variant)
    {
        using var files = new TestFiles();
        var config = One("config")["data"]!;
        files.Add("policy.json", (string)config["policy.json"]!);
        var settings = files.Add(
            "gateway.json", ((string)config["gateway.json"]!).Replace("/etc/caching-gateway/policy.json", files.Path("policy.json"), StringComparison.Ordinal));
        var patch = (string)DeployFiles.Yaml($"deploy/kubernetes/{variant}/kustomization.yaml")[0]["patches"]![0]!["patch"]!;
        var environment = new[] { One("secret"), DeployFiles.YamlOf(patch)[0] }
            .SelectMany(each => each["stringData"]!.AsObject()).Select(each => KeyValuePair.Create(each.Key, (string)each.Value!)).ToList();

        var asItIs = await ToolRun.OfGatewayAsync(environment, "check", "--config", settings);
        var filled = await ToolRun.OfGatewayAsync(environment.Append(new("WEBHOOK_SECRET", Secret)), "check", "--config", settings);

        Assert.Equal(1, asItIs.Code);
        Assert.Contains("WEBHOOK_SECRET", asItIs.Output, StringComparison.Ordinal);
        Assert.True(filled.Code == 0, filled.Output);
    }

    private static JsonNode One(string file) => DeployFiles.Yaml($"{Base}/{file}.yaml")[0];
}
