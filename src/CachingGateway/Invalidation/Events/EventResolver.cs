using System.Globalization;
using System.Text.Json;
using CachingGateway.Observability;
using CachingGateway.Policies;
using CachingGateway.Policies.Events;

namespace CachingGateway.Invalidation.Events;

/// <summary>Finds out what the events of one webhook retire, all of it before any of it is applied.</summary>
internal sealed class EventResolver(EventSource source, PolicySnapshot policy)
{
    /// <summary>The most events that one webhook may bring.</summary>
    public const int MaxEvents = 1000;

    private readonly List<string> _names = [];

    public TargetGroups Groups { get; } = new(policy);

    /// <summary>The names of the events, each once.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <returns><see langword="null"/>: all events were resolved.</returns>
    public EventOutcome.Refused? Resolve(IReadOnlyList<JsonElement> events)
    {
        if (events.Count > MaxEvents)
            return new EventOutcome.Refused(EventReason.TooMany, $"A webhook brings at most {MaxEvents} events.");
        for (var index = 0; index < events.Count; index++)
        {
            if (Resolve(events[index]) is { } problem)
                return problem with { Detail = events.Count == 1 ? problem.Detail : $"{problem.Detail} (event {index.ToString(CultureInfo.InvariantCulture)})" };
        }

        return null;
    }

    private EventOutcome.Refused? Resolve(JsonElement payload)
    {
        var values = new EventValues { Payload = payload };
        if (Name(values, out var problem) is not { } name)
            return problem;
        if (!_names.Contains(name))
            _names.Add(name);
        foreach (var rule in policy.Events.Named)
        {
            if (rule.IsFor(name) && Groups.Add(rule, values) is var fault and not EventReason.Taken)
                return new EventOutcome.Refused(fault, Words(fault, Groups.Culprit, $"the rule for \"{rule.Name}\""));
        }

        return null;
    }

    private string? Name(EventValues values, out EventOutcome.Refused? problem)
    {
        var texts = new List<string>();
        var rendering = new EventRendering(values, room: 1);
        var fault = rendering.Render(source.EventName, texts);
        // An array in place of a value gives no name.
        if (fault == RenderFault.TooMany || (fault == RenderFault.None && texts.Count != 1))
            fault = RenderFault.ValueMissing;
        var reason = TargetGroups.ReasonOf(fault);
        problem = fault == RenderFault.None
            ? null
            : new EventOutcome.Refused(
                reason, Words(reason, rendering.Culprit.Length > 0 ? rendering.Culprit : source.EventName.Text, "the event's name"));
        return problem is null ? texts[0] : null;
    }

    private static string Words(EventReason reason, string culprit, string who) => reason switch
    {
        EventReason.ValueMissing => $"The payload lacks {culprit}, which {who} needs.",
        EventReason.ValueTooLong => $"The value of {culprit} is too long for {who}.",
        _ => $"It names more than {TargetGroups.MaxTargets} targets, or {TargetGroups.MaxTotalChars} characters of them, by {culprit}, of {who}.",
    };
}
