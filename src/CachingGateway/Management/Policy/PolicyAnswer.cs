using CachingGateway.Management.Explaining;
using CachingGateway.Policies;
using CachingGateway.Policies.Events;
using CachingGateway.Policies.Matching;

namespace CachingGateway.Management.Policy;

/// <summary>The policy in force, compiled; never a secret.</summary>
internal sealed record PolicyAnswer(
    string Source, string Service, int Version, ReloadLine LastReload, IReadOnlyList<RouteLine> Routes, EventsLine Events)
{
    public static PolicyAnswer Of(PolicySource source)
    {
        var (policy, last) = (source.Current, source.Last);
        return new PolicyAnswer(
            policy.Source,
            policy.Service,
            policy.Version,
            new ReloadLine(last.At, last.IsGood, [.. last.Faults.Select(CheckFault.Of)]),
            [.. policy.Matching.Select(RouteLine.Of)],
            EventsLine.Of(policy.Events));
    }
}

/// <summary>The last attempt to take the file in.</summary>
internal sealed record ReloadLine(DateTimeOffset At, bool Good, IReadOnlyList<CheckFault> Faults);

/// <summary>One route, in the order in which they are tried.</summary>
internal sealed record RouteLine
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Paths { get; init; }

    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>None: every host.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary><c>cache</c> or <c>off</c>.</summary>
    public required string Mode { get; init; }

    /// <summary><c>policy</c> or <c>origin</c>.</summary>
    public required string Freshness { get; init; }

    /// <summary>How long answers stay fresh, by status or class of statuses.</summary>
    public required IReadOnlyDictionary<string, string> Ttl { get; init; }

    /// <summary><see langword="null"/>: the usual template.</summary>
    public required string? Key { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required IReadOnlyDictionary<string, string> Limits { get; init; }

    public required string ClientCacheControl { get; init; }

    public static RouteLine Of(MatchedRoute route) => new()
    {
        Name = route.Rules.Name,
        Paths = [.. route.Paths.Select(path => path.Text)],
        Methods = [.. route.Conditions.Methods.Order(StringComparer.Ordinal)],
        Hosts = route.Conditions.Hosts,
        Mode = route.Rules.Mode.ToString().ToLowerInvariant(),
        Freshness = route.Rules.Freshness.ToString().ToLowerInvariant(),
        Ttl = RouteFacts.Lifetimes(route.Rules),
        Key = route.Rules.Key.Settings.Template,
        Tags = [.. route.Rules.Tags.Select(tag => tag.Text)],
        Limits = RouteFacts.Limits(route.Rules),
        ClientCacheControl = RouteFacts.ClientCacheControl(route.Rules),
    };
}

/// <summary>What events retire.</summary>
internal sealed record EventsLine(IReadOnlyList<SourceLine> Sources, IReadOnlyList<RuleLine> Rules)
{
    public static EventsLine Of(EventRules events) => new(
        [.. events.Sources.Values.Select(source => new SourceLine(
            source.Name, WebhookSchemes.Words.First(known => known.Value == source.Scheme).Word))],
        [.. events.All.Select(rule => new RuleLine(
            rule.On, rule.Mode.ToString().ToLowerInvariant(), [.. rule.Targets.Select(RetiringRules.Written)]))]);
}

/// <summary>Who may post events.</summary>
internal sealed record SourceLine(string Name, string Scheme);

/// <summary>One rule.</summary>
internal sealed record RuleLine(string On, string Mode, IReadOnlyList<string> Targets);
