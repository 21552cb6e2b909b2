using System.Text;
using CachingGateway.Http;
using CachingGateway.Keys;
using CachingGateway.Policies;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CachingGateway.UnitTests.Policies;

/// <summary>Policies from text, and requests to match against them.</summary>
internal static class PolicyKit
{
    public const string File = "policy.json";

    public static PolicyLoad Load(string json, params (string Name, string Value)[] environment) =>
        PolicyLoader.LoadText(
            File, Encoding.UTF8.GetBytes(json), name => environment.FirstOrDefault(pair => pair.Name == name).Value);

    public static PolicySnapshot Good(string json, params (string Name, string Value)[] environment)
    {
        var load = Load(json, environment);
        Assert.Equal([], load.Faults.Select(fault => fault.ToString()));
        return load.Snapshot!;
    }

    /// <summary>The one route of a policy with these members.</summary>
    public static RouteRules Route(string members, params (string Name, string Value)[] environment) =>
        Good(Policy(members), environment).Routes[0];

    public static string[] Faults(string json, params (string Name, string Value)[] environment)
    {
        var load = Load(json, environment);
        Assert.Null(load.Snapshot);
        return [.. load.Faults.Select(fault => fault.ToString())];
    }

    /// <summary>The one fault of a policy whose one route has these members.</summary>
    public static PolicyFault Fault(string members, params (string Name, string Value)[] environment) =>
        Assert.Single(Load(Policy(members), environment).Faults);

    public static string Policy(string members) => $$"""{ "routes": [ { "name": "one", {{(members.Contains("\"path\"", StringComparison.Ordinal) ? "" : "\"match\": { \"path\": \"/a\" }, ")}}{{members}} } ] }""";

    /// <summary>A policy of one route for each path, named by its place: 0, 1, ….</summary>
    public static PolicySnapshot Paths(params string[] paths) =>
        Good($"{{\"routes\":[{string.Join(',', paths.Select((path, index) => $$"""{ "name": "{{index}}", "match": { "path": "{{path}}" } }"""))}]}}");

    /// <summary>The name of the route that matches, or null.</summary>
    public static string? Matched(
        PolicySnapshot policy,
        string target,
        string method = "GET",
        string host = "h",
        string scheme = "http",
        params (string Name, string Value)[] headers) =>
        Match(policy, target, method, host, scheme, headers)?.Route.Name;

    public static RouteMatch? Match(
        PolicySnapshot policy,
        string target,
        string method = "GET",
        string host = "h",
        string scheme = "http",
        params (string Name, string Value)[] headers)
    {
        Assert.True(CanonicalTarget.TryParse(target, out var canonical));
        var fields = new HeaderDictionary();
        foreach (var (name, value) in headers)
            fields.Append(name, value);
        return policy.TryMatch(new RequestHead(method, scheme, host, target, fields), canonical, out var match) ? match : null;
    }

    /// <summary>The values taken, as <c>name=value</c>.</summary>
    public static string Values(PolicySnapshot policy, string target) =>
        string.Join(' ', Match(policy, target)!.Values.All.Select(pair => $"{pair.Key}={pair.Value}"));
}
