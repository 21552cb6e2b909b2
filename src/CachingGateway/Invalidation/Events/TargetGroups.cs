using System.Globalization;
using CachingGateway.Observability;
using CachingGateway.Policies;
using CachingGateway.Policies.Events;

namespace CachingGateway.Invalidation.Events;

/// <summary>Gathers what the rules of one cause name: at most one invalidation for each mode and each time to settle.</summary>
/// <param name="policy">Says by which URLs its responses are known.</param>
internal sealed class TargetGroups(PolicySnapshot policy)
{
    /// <summary>The most that one cause may name.</summary>
    public const int MaxTargets = 10_000;

    /// <summary>The longest that the texts of all of them may be together, in characters: a record is read whole, in one answer.</summary>
    public const int MaxTotalChars = 2_000_000;

    // Much of what rules make may be the same again, as from an array of events; that costs time, too.
    private const int Room = 20 * MaxTargets;

    private readonly SortedDictionary<(RuleMode Mode, TimeSpan Settle), Group> _groups = [];
    private readonly HashSet<EventRule> _rules = new(ReferenceEqualityComparer.Instance);
    private int _room = Room;
    private int _chars;

    /// <summary>How many targets there are.</summary>
    public int Targets { get; private set; }

    /// <summary>How many rules were for the cause.</summary>
    public int Rules => _rules.Count;

    /// <summary>What was wrong, as a template writes it.</summary>
    public string Culprit { get; private set; } = "";

    /// <summary>Adds what a rule names; after a fault (anything but taken) some of it may be there.</summary>
    public EventReason Add(EventRule rule, EventValues values)
    {
        _rules.Add(rule);
        foreach (var target in rule.Targets)
        {
            if (Add(rule, target, values) is var fault and not EventReason.Taken)
                return fault;
        }

        return EventReason.Taken;
    }

    /// <summary>Adds what one target of a rule names.</summary>
    public EventReason Add(EventRule rule, RuleTarget target, EventValues values)
    {
        if (target.Text.Form == TemplateForm.Plain)
            return Take(rule, TargetOf(target.Kind, target.Text.Text));
        var texts = new List<string>();
        var rendering = new EventRendering(values, _room);
        var fault = target.Text.Ways.Select(way => rendering.Render(way, texts)).FirstOrDefault(each => each != RenderFault.None);
        (_room, Culprit) = (rendering.Room, rendering.Culprit);
        if (fault != RenderFault.None)
            return ReasonOf(fault);
        foreach (var text in texts)
        {
            if (Take(rule, TargetOf(target.Kind, text)) is var full and not EventReason.Taken)
                return full;
        }

        return EventReason.Taken;
    }

    /// <summary>The invalidations; the softer ones first, as what is purged is gone for good.</summary>
    /// <param name="delivery">Each gets one of its own if there are several.</param>
    public IReadOnlyList<InvalidationRequest> Requests(string source, string cause, string? delivery) =>
    [
        .. _groups.Reverse().Select(group => new InvalidationRequest([.. group.Value.Ordered], ModeOf(group.Key.Mode))
        {
            Source = source,
            Cause = cause,
            Settle = group.Key.Settle,
            Delivery = delivery is null || _groups.Count == 1 ? delivery : DeliveryId.Part(delivery, PartOf(group.Key)),
        }),
    ];

    public static EventReason ReasonOf(RenderFault fault) => fault switch
    {
        RenderFault.None => EventReason.Taken,
        RenderFault.ValueMissing => EventReason.ValueMissing,
        RenderFault.TooLong => EventReason.ValueTooLong,
        _ => EventReason.TooMany,
    };

    // A URL that no response can be known by names nothing.
    private InvalidationTarget? TargetOf(RuleTargetKind kind, string text) =>
        kind == RuleTargetKind.Url ? UrlTargets.Canonical(text, policy) : new InvalidationTarget(KindOf(kind), text);

    private EventReason Take(EventRule rule, in InvalidationTarget? named)
    {
        if (named is not { } target)
            return EventReason.Taken;
        if (!_groups.TryGetValue((rule.Mode, rule.Settle), out var group))
            _groups.Add((rule.Mode, rule.Settle), group = new Group());
        if (!group.Known.Add(target))
            return EventReason.Taken;
        group.Ordered.Add(target);
        _chars += target.Text.Length;
        return ++Targets > MaxTargets || _chars > MaxTotalChars ? EventReason.TooMany : EventReason.Taken;
    }

    private static string PartOf((RuleMode Mode, TimeSpan Settle) group)
    {
        var mode = group.Mode == RuleMode.Soft ? "soft" : "purge";
        var settle = group.Settle.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        return group.Settle == TimeSpan.Zero ? mode : $"{mode}+{settle}ms";
    }

    private static InvalidationMode ModeOf(RuleMode mode) =>
        mode == RuleMode.Soft ? InvalidationMode.Soft : InvalidationMode.Purge;

    private static TargetKind KindOf(RuleTargetKind kind) => kind switch
    {
        RuleTargetKind.Tag => TargetKind.Tag,
        RuleTargetKind.Pattern => TargetKind.Pattern,
        RuleTargetKind.Key => TargetKind.Key,
        RuleTargetKind.Route => TargetKind.Route,
        RuleTargetKind.Host => TargetKind.Host,
        _ => TargetKind.All,
    };

    /// <summary>What one invalidation names, each once, in the order of the rules.</summary>
    private sealed class Group
    {
        public HashSet<InvalidationTarget> Known { get; } = [];

        public List<InvalidationTarget> Ordered { get; } = [];
    }
}
