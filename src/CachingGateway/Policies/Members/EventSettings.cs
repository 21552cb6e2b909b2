using CachingGateway.Policies.Events;

namespace CachingGateway.Policies.Members;

/// <summary>The member <c>events</c> as stated; <see cref="PolicyMembers"/> says what each member means.</summary>
internal sealed record EventsSettings
{
    public IReadOnlyList<KeyValuePair<string, SourceSettings>> Sources { get; init; } = [];

    public IReadOnlyList<RuleSettings> Rules { get; init; } = [];
}

internal sealed record SourceSettings
{
    public WebhookScheme? Scheme { get; init; }

    public IReadOnlyList<string> Secrets { get; init; } = [];

    public string Name { get; init; } = "";

    public RateLimit Limit { get; init; }
}

internal sealed record RuleSettings
{
    public TriggerSettings? On { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> Patterns { get; init; } = [];

    public IReadOnlyList<string> Keys { get; init; } = [];

    public IReadOnlyList<string> Urls { get; init; } = [];

    public IReadOnlyList<string> Routes { get; init; } = [];

    public IReadOnlyList<string> Hosts { get; init; } = [];

    public bool All { get; init; }

    public RuleMode Mode { get; init; }

    public TimeSpan Settle { get; init; }
}

/// <summary>What a rule waits for.</summary>
internal abstract record TriggerSettings;

internal sealed record EventTrigger(string Name) : TriggerSettings;

internal sealed record WriteTrigger : TriggerSettings
{
    public IReadOnlyList<string> Methods { get; init; } = [];

    public IReadOnlyList<string> Paths { get; init; } = [];

    public IReadOnlyList<string> Hosts { get; init; } = [];
}

internal sealed record ScheduleTrigger : TriggerSettings
{
    public string Cron { get; init; } = "";
}
