using System.Text.Json;
using CachingGateway.Invalidation.Events;
using CachingGateway.Policies;
using CachingGateway.Policies.Events;
using Xunit;

namespace CachingGateway.UnitTests.Policies;

/// <summary>Policies with events, and what their rules name.</summary>
internal static class EventsKit
{
    public const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

    /// <summary>A policy with one source, one route (<c>one</c>), and these rules.</summary>
    public static string Policy(string rules, string source = "") => $$"""
        { "routes": [ { "name": "one", "match": { "path": "/a" } } ],
          "events": {
            "sources": { "origin": { "scheme": "standard-webhooks", "secrets": ["{{Secret}}"] {{source}} } },
            "rules": [ {{rules}} ] } }
        """;

    public static EventRules Rules(string rules, string source = "") => PolicyKit.Good(Policy(rules, source)).Events;

    /// <summary>What one payload's events name, as <c>kind text</c>; or the reason why not.</summary>
    public static string[] Targets(string rules, string payload, string source = "")
    {
        var policy = PolicyKit.Good(Policy(rules, source));
        using var json = JsonDocument.Parse(payload);
        var resolver = new EventResolver(policy.Events.Sources["origin"], policy);
        var problem = resolver.Resolve(json.RootElement.ValueKind == JsonValueKind.Array ? [.. json.RootElement.EnumerateArray()] : [json.RootElement]);
        return problem is not null
            ? [$"{problem.Reason}: {problem.Detail}"]
            : [.. resolver.Groups.Requests("s", "c", "d").SelectMany(request => request.Targets).Select(target => $"{target.Kind} {target.Text}")];
    }

    /// <summary>The one fault of a rule, as <c>path: problem</c>.</summary>
    public static PolicyFault Fault(string rule, string source = "") => Assert.Single(PolicyKit.Load(Policy(rule, source)).Faults);
}
