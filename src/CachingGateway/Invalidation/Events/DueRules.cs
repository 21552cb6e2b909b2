using CachingGateway.Policies.Events;

namespace CachingGateway.Invalidation.Events;

/// <summary>A rule whose time has come.</summary>
internal sealed record DueRule(ScheduleRule Rule, DateTimeOffset At);

/// <summary>
/// Knows when the rules by time are due. Not thread-safe. Whoever applies one says so; until then it is due again and again.
/// </summary>
/// <param name="start">Times up to this one are not made up for: another replica had them, or nobody was there.</param>
internal sealed class DueRules(DateTimeOffset start)
{
    /// <summary>A clock that was set back by more than this makes everything be reckoned anew.</summary>
    private static readonly TimeSpan Unsteady = TimeSpan.FromMinutes(1);

    /// <summary>Of the times that passed while nobody looked only the last counts, and none before this long ago.</summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromDays(1);

    private Dictionary<string, DueRule> _next = new(StringComparer.Ordinal);
    private EventRules? _rules;
    private DateTimeOffset _seen = start;

    /// <summary>The rules that are due.</summary>
    public IReadOnlyList<DueRule> At(EventRules rules, DateTimeOffset now)
    {
        if (now < _seen - Unsteady)
            (_next, _rules, _seen) = (new(StringComparer.Ordinal), null, now);
        if (!ReferenceEquals(rules, _rules))
            TakeOver(rules);
        _seen = now;
        foreach (var due in _next.Values.Where(due => due.At <= now).ToArray())
            _next[due.Rule.Id] = due with { At = Last(due, now) };
        return [.. _next.Values.Where(due => due.At <= now)];
    }

    /// <summary>The rule was applied for this time.</summary>
    public void Done(DueRule due)
    {
        if (_next.TryGetValue(due.Rule.Id, out var next) && next.At == due.At)
            _next[due.Rule.Id] = next with { At = due.Rule.Times.After(due.At) };
    }

    // What a rule that stays was waiting for it waits for still; a new one counts from when the policy was last looked at.
    private void TakeOver(EventRules rules)
    {
        var before = _next;
        _next = new(StringComparer.Ordinal);
        foreach (var rule in rules.Schedules)
            _next[rule.Id] = before.TryGetValue(rule.Id, out var known) ? known : new DueRule(rule, rule.Times.After(_seen));
        _rules = rules;
    }

    private static DateTimeOffset Last(DueRule due, DateTimeOffset now)
    {
        var last = due.At < now - LongestGap ? due.Rule.Times.After(now - LongestGap) : due.At;
        // Where none came within the gap, the one that is due is the last.
        if (last > now)
            return due.At;
        for (var next = due.Rule.Times.After(last); next <= now; next = due.Rule.Times.After(next))
            last = next;
        return last;
    }
}
