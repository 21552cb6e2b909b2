using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CachingGateway.FunctionalTests.Commands;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Deployment;

/// <summary>The Dockerfile, as far as it can be held to account without an engine.</summary>
public sealed class ImageTests
{
    private static IReadOnlyList<string> Lines =>
        [.. Regex.Replace(DeployFiles.Text("deploy/Dockerfile"), @"\\\n\s*", "", RegexOptions.None, TimeSpan.FromSeconds(5)).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')];

    [Fact]
    public void Stages_AreABuildAndAnImageWithoutRoot()
    {
        Assert.Equal(
            ["mcr.microsoft.com/dotnet/sdk:10.0 AS build", "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled AS final"], Of("FROM"));
        Assert.Equal(["1654:1654"], Of("USER"));
        Assert.Contains(Of("COPY"), copy => copy == "--from=build /app ./");
        Assert.Equal(["8080 8081"], Of("EXPOSE"));
    }

    [Fact]
    public void WhatIsCopied_IsThere_AndIsInTheContext()
    {
        var context = DeployFiles.Text("deploy/Dockerfile.dockerignore").Split('\n');
        var sources = Of("COPY").Where(copy => !copy.StartsWith("--from", StringComparison.Ordinal))
            .SelectMany(copy => copy.Split(' ')[..^1]).ToList();

        Assert.Contains("src/CachingGateway/CachingGateway.csproj", sources);
        Assert.Contains("src/SampleOrigin/SampleOrigin.csproj", sources);
        Assert.All(sources, source =>
        {
            Assert.True(Path.Exists(DeployFiles.Path(source)), source);
            var top = source.Split('/');
            Assert.Contains(top.Length > 1 ? $"!{top[0]}/" : $"!{top[0]}", context);
        });
    }

    [Fact]
    public void EveryProjectThatTheGatewayIsMadeOf_IsCopiedBeforeItsPackagesAreRestored()
    {
        var project = DeployFiles.Text("src/CachingGateway/CachingGateway.csproj");
        foreach (Match reference in Regex.Matches(project, "<ProjectReference Include=\"\\.\\./(?<path>[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(5)))
            Assert.Contains(Lines, line => line.StartsWith($"COPY src/{reference.Groups["path"].Value} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task HealthCheck_IsACommandOfTheProgram_WhichTellsReadyFromAway()
    {
        var command = JsonNode.Parse(Of("HEALTHCHECK")[0].Split("CMD ")[1])!.AsArray().Select(each => (string)each!).ToArray();
        Assert.Equal(["dotnet", "/app/CachingGateway.dll", "health"], command);
        await using var at = await TestEnvironment.StartAsync();
        var management = at.Gateway.ManagementAddress.ToString();

        var ready = await CommandRun.OfAsync([.. command[2..], "--management", management]);
        await at.Gateway.StopAsync();
        var away = await CommandRun.OfAsync([.. command[2..], "--management", management]);

        Assert.Equal(0, ready.Code);
        Assert.Contains("\"status\":\"ready\"", ready.Output, StringComparison.Ordinal);
        Assert.Equal(1, away.Code);
        Assert.StartsWith(management, away.Error, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Of(string word) =>
        [.. Lines.Where(line => line.StartsWith(word + " ", StringComparison.Ordinal)).Select(line => line[(word.Length + 1)..])];
}
