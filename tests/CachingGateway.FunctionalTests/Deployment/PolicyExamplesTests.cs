using System.Text.RegularExpressions;
using CachingGateway.FunctionalTests.Commands;
using Xunit;

namespace CachingGateway.FunctionalTests.Deployment;

/// <summary>The policies that operators copy from the documentation.</summary>
public sealed partial class PolicyExamplesTests
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

    public static TheoryData<string> Examples =>
        [.. Blocks().Matches(DeployFiles.Text("docs/policies-by-example.md")).Select(match => match.Groups["name"].Value)];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_IsAPolicyWithoutFaults(string name)
    {
        using var files = new TestFiles();
        var example = Blocks().Matches(DeployFiles.Text("docs/policies-by-example.md")).Single(match => match.Groups["name"].Value == name);
        var policy = files.Add("policy.json", example.Groups["json"].Value);

        var run = await ToolRun.OfGatewayAsync([new("WEBHOOK_SECRET", Secret)], "check", "--policy", policy);

        Assert.True(run.Code == 0, run.Output);
    }

    [GeneratedRegex(
        @"^## (?<name>[^\n]+)\n\n```jsonc\n(?<json>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Blocks();
}
