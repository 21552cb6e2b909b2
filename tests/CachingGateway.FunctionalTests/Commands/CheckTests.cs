using System.Text.Json;
using Xunit;

namespace CachingGateway.FunctionalTests.Commands;

public sealed class CheckTests
{
    private const string Good = """{ "version": 1, "routes": [{ "name": "a", "match": { "path": ["/a"] } }] }""";

    private const string Bad = """
        { "version": 1,
          "routes": [{ "name": "a", "match": { "path": ["/a"] }, "ttl": "a day", "tgas": [] }] }
        """;

    [Fact]
    public async Task GoodPolicy_IsFine()
    {
        using var files = new TestFiles();
        var policy = files.Add("policy.json", Good);

        var run = await CommandRun.OfAsync("check", "--policy", policy);

        Assert.Equal(0, run.Code);
        Assert.Equal([$"{policy}: fine, 1 route"], run.Lines);
    }

    [Fact]
    public async Task BadPolicy_EveryFaultIsALineOfItsOwn()
    {
        using var files = new TestFiles();
        var policy = files.Add("policy.json", Bad);

        var run = await CommandRun.OfAsync("check", "--policy", policy);

        Assert.Equal(1, run.Code);
        Assert.Collection(
            run.Lines,
            line => Assert.StartsWith($"{policy}:2:65 $.routes[0].ttl: found \"a day\"", line, StringComparison.Ordinal),
            line => Assert.StartsWith($"{policy}:2:74 $.routes[0].tgas: found \"tgas\"", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task BadPolicyAsJson_IsAnArrayOfFaults()
    {
        using var files = new TestFiles();

        var run = await CommandRun.OfAsync("check", "--json", "--policy", files.Add("policy.json", Bad));

        Assert.Equal(1, run.Code);
        using var faults = JsonDocument.Parse(run.Output);
        Assert.Equal(
            ["$.routes[0].ttl", "$.routes[0].tgas"], faults.RootElement.EnumerateArray().Select(fault => fault.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task NothingWrongAsJson_IsAnEmptyArray()
    {
        using var files = new TestFiles();

        var run = await CommandRun.OfAsync("check", "--json", "--policy", files.Add("policy.json", Good));

        Assert.Equal((0, "[]"), (run.Code, run.Output.Trim()));
    }

    [Fact]
    public async Task SettingsAndTheirPolicy_AreCheckedTogether()
    {
        using var files = new TestFiles();
        var policy = files.Add("policy.json", Bad);
        var config = files.Add("gateway.json", $$"""
            { "Gateway": { "Policy": "{{policy}}", "Enabld": true }, "Kestrel": { "Endpoints": { "Data": { "Url": "nowhere" } } },
              "ReverseProxy": { "Routes": { "r": { "ClusterId": "x", "Match": { "Path": "{**p}" } } }, "Clusters": { "c": {} } } }
            """);

        var run = await CommandRun.OfAsync("check", "--config", config);

        Assert.Equal(1, run.Code);
        Assert.Collection(
            run.Lines,
            line => Assert.StartsWith("Gateway:Enabld: no such setting", line, StringComparison.Ordinal),
            line => Assert.StartsWith("ReverseProxy:Routes:r:ClusterId: found \"x\"", line, StringComparison.Ordinal),
            line => Assert.StartsWith("Kestrel:Endpoints:Data:Url: found \"nowhere\"", line, StringComparison.Ordinal),
            line => Assert.Contains("$.routes[0].ttl", line, StringComparison.Ordinal),
            line => Assert.Contains("$.routes[0].tgas", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RouteThatYarpCannotRead_IsAFaultOfTheSettings()
    {
        using var files = new TestFiles();
        var config = files.Add("gateway.json", """
            { "ReverseProxy": { "Routes": { "r": { "ClusterId": "c", "Match": { "Path": "{**p" } } },
              "Clusters": { "c": { "Destinations": { "d": { "Address": "http://localhost:1" } } } } } }
            """);

        var run = await CommandRun.OfAsync("check", "--config", config);

        Assert.Equal(1, run.Code);
        Assert.Contains("route 'r'", Assert.Single(run.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check", "No origin: give --origin URL")]
    [InlineData("check --origin foo", "--origin: found \"foo\"")]
    [InlineData("check --config /no/such.json", "there is no such file")]
    [InlineData("check --policy /no/such.json", "which is not there")]
    public async Task WhatCannotServe_Fails(string line, string said)
    {
        var run = await CommandRun.OfAsync(line.Split(' '));

        Assert.Equal(1, run.Code);
        Assert.Contains(said, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OriginAlone_IsFineWithTheBuiltInPolicy()
    {
        var run = await CommandRun.OfAsync("check", "--origin", "http://localhost:9");

        Assert.Equal(0, run.Code);
        Assert.Equal(["settings: fine", "no policy file: the built-in policy"], run.Lines);
    }
}
