using System.Text.Json;
using Xunit;

namespace CachingGateway.FunctionalTests.Deployment;

public sealed class DeployFilesTests
{
    // What is no data: each has a test of its own.
    private static readonly string[] Programs = ["Dockerfile", "Dockerfile.dockerignore", "caching-gateway.service", "sentinel.sh"];

    public static TheoryData<string> Files => [.. DeployFiles.All];

    [Theory]
    [MemberData(nameof(Files))]
    public void File_IsParsed(string name)
    {
        switch (Path.GetExtension(name))
        {
            case ".yml" or ".yaml":
                Assert.NotEmpty(DeployFiles.Yaml(name));
                break;
            case ".json":
                JsonDocument.Parse(DeployFiles.Text(name)).Dispose();
                break;
            default:
                Assert.Contains(Path.GetFileName(name), Programs);
                break;
        }
    }

    [Fact]
    public void BrokenYaml_IsNotParsed()
    {
        Assert.ThrowsAny<YamlDotNet.Core.YamlException>(() => DeployFiles.YamlOf("a: [ 1, 2"));
        Assert.ThrowsAny<YamlDotNet.Core.YamlException>(() => DeployFiles.YamlOf("a: 1\na: 2"));
    }

    [Fact]
    public async Task ServiceUnit_IsInOrderForSystemd()
    {
        const string unit = "deploy/systemd/caching-gateway.service";
        var lines = DeployFiles.Text(unit).Split('\n');
        foreach (var line in new[] { "DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "TimeoutStopSec=40" })
            Assert.Contains(line, lines);
        // Every other line is a section, a comment, a member or empty.
        Assert.All(lines, line => Assert.Matches(@"^(\[\w+\]|#.*|\w+=.*|)$", line));
        if (!File.Exists("/usr/bin/systemd-analyze") || !File.Exists("/usr/bin/dotnet"))
            return;

        var run = await ToolRun.OfAsync("systemd-analyze", "verify", unit);

        Assert.True(run.Code == 0 && !run.Output.Contains("caching-gateway", StringComparison.Ordinal), run.Output);
    }

    [Fact]
    public async Task SentinelScript_IsAShellScript()
    {
        var run = await ToolRun.OfAsync("sh", "-n", "deploy/compose/sentinel.sh");

        Assert.True(run.Code == 0, run.Output);
    }
}
