using CachingGateway.Http;
using CachingGateway.Keys;

namespace CachingGateway.Policies.Events;

/// <summary>A rule that a write matches, and what its path template took from the path.</summary>
internal sealed record WriteMatch(WriteRule Rule, PathValues Values);

/// <summary>Everything that a policy says of events, compiled and immutable.</summary>
internal sealed class EventRules
{
    private readonly Dictionary<string, EventSource> _sources;
    private readonly Dictionary<string, List<WriteRule>> _writesByMethod = new(StringComparer.Ordinal);

    public EventRules(IEnumerable<EventSource> sources, IReadOnlyList<EventRule> all)
    {
        _sources = sources.ToDictionary(source => source.Name, StringComparer.Ordinal);
        All = all;
        Named = [.. all.OfType<NamedRule>()];
        Schedules = [.. all.OfType<ScheduleRule>()];
        foreach (var rule in all.OfType<WriteRule>())
        {
            foreach (var method in rule.Methods.Distinct(StringComparer.Ordinal))
            {
                if (!_writesByMethod.TryGetValue(method, out var rules))
                    _writesByMethod.Add(method, rules = []);
                rules.Add(rule);
            }
        }
    }

    public static EventRules None { get; } = new([], []);

    public IReadOnlyDictionary<string, EventSource> Sources => _sources;

    /// <summary>In the order of the file; every one that fits is applied.</summary>
    public IReadOnlyList<EventRule> All { get; }

    public IReadOnlyList<NamedRule> Named { get; }

    public IReadOnlyList<ScheduleRule> Schedules { get; }

    /// <summary>The rules for a write that passes through; empty for most requests, at the cost of one look-up.</summary>
    public IReadOnlyList<WriteMatch> MatchWrites(in RequestHead head, CanonicalTarget target)
    {
        if (!_writesByMethod.TryGetValue(head.Method, out var rules))
            return [];
        var matches = new List<WriteMatch>();
        HashSet<string>? hosts = null;
        foreach (var rule in rules)
        {
            if (rule.Hosts.Count > 0)
            {
                hosts ??= [.. Matching.HostPattern.KeysOf(head.Host, head.Scheme)];
                if (!rule.Hosts.Any(hosts.Contains))
                    continue;
            }

            foreach (var shape in rule.Paths.SelectMany(path => path.Shapes))
            {
                if (!shape.TryMatch(target.Segments, out var values))
                    continue;
                matches.Add(new WriteMatch(rule, values));
                break;
            }
        }

        return matches;
    }
}
