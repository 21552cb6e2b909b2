using CachingGateway.Keys;
using CachingGateway.Policies.Matching;

namespace CachingGateway.Policies.Events;

/// <summary>What a rule does with what it names.</summary>
internal enum RuleMode
{
    /// <summary>It is gone.</summary>
    Purge,

    /// <summary>It is stale from now on.</summary>
    Soft,
}

/// <summary>By what a rule names entries.</summary>
internal enum RuleTargetKind
{
    Tag,
    Pattern,
    Key,
    Url,
    Route,
    Host,
    All,
}

/// <summary>One thing that a rule names.</summary>
internal sealed record RuleTarget(RuleTargetKind Kind, EventTemplate Text);

/// <summary>What happens, and what is retired then. Immutable.</summary>
/// <param name="Id">Stands for what the rule says: the same on every replica that has it, wherever in the file it stands.</param>
/// <param name="On">The cause as the policy writes it, for people.</param>
/// <param name="Targets">At least one.</param>
internal abstract record EventRule(
    string Id, string On, IReadOnlyList<RuleTarget> Targets, RuleMode Mode, TimeSpan Settle);

/// <summary>A rule for webhooks.</summary>
internal sealed record NamedRule(
    string Id, string Name, IReadOnlyList<RuleTarget> Targets, RuleMode Mode, TimeSpan Settle)
    : EventRule(Id, $"event {Name}", Targets, Mode, Settle)
{
    /// <summary>Whether it is for events of this name; <c>*</c> in the rule stands for any characters, <c>?</c> for one.</summary>
    public bool IsFor(string name) => NameGlob.Matches(Name, name);
}

/// <summary>A rule for writes that pass through.</summary>
internal sealed record WriteRule(
    string Id,
    IReadOnlyList<string> Methods,
    IReadOnlyList<PathTemplate> Paths,
    IReadOnlyList<string> Hosts,
    IReadOnlyList<RuleTarget> Targets,
    RuleMode Mode,
    TimeSpan Settle)
    : EventRule(
        Id,
        $"{string.Join('|', Methods)} {string.Join('|', Paths.Select(path => path.Text))}",
        Targets,
        Mode,
        Settle)
{
    /// <summary>Whether the request's body is needed, as JSON.</summary>
    public bool ReadsRequest { get; } = Reads(Targets, ValueSource.Request);

    /// <summary>Whether the response's body is needed, as JSON.</summary>
    public bool ReadsResponse { get; } = Reads(Targets, ValueSource.Response);

    private static bool Reads(IReadOnlyList<RuleTarget> targets, ValueSource source) =>
        targets.Any(target => target.Text.Placeholders.Any(placeholder => placeholder.Source == source));
}

/// <summary>A rule by time.</summary>
internal sealed record ScheduleRule(
    string Id, CronTimes Times, IReadOnlyList<RuleTarget> Targets, RuleMode Mode, TimeSpan Settle)
    : EventRule(Id, $"cron {Times.Text}", Targets, Mode, Settle);
