using CachingGateway.Commands.Running;
using CachingGateway.Management.Explaining;

namespace CachingGateway.Commands;

/// <summary>An explanation for people: one fact a line, the names in one column.</summary>
internal static class ExplanationText
{
    public static string Write(Explanation explanation)
    {
        var facts = new Facts();
        facts.Add("request", explanation.Request);
        facts.Add("policy", explanation.Policy);
        facts.Add("route", explanation.Route ?? "none");
        facts.Add("mode", explanation.Mode);
        facts.Add("decision", explanation.Reason is { } reason ? $"{explanation.Decision} ({reason})" : explanation.Decision);
        facts.Add("", explanation.Because);
        facts.Add("name", explanation.Name);
        facts.Add("identity", explanation.Identity);
        if (explanation.Origin is { } origin)
        {
            facts.Add("origin is asked", $"{origin.Method} {origin.Target}");
            foreach (var (name, value) in origin.Headers)
                facts.Add("", $"{name}: {value}");
        }

        foreach (var (status, ttl) in explanation.Ttl ?? new Dictionary<string, string>())
            facts.Add($"ttl of {status}", ttl);
        if (explanation.Tags is { Count: > 0 } tags)
            facts.Add("tags", string.Join(", ", tags));
        facts.AddAll("retired by", explanation.RetiredBy ?? []);
        facts.Add("clients are told", explanation.ClientCacheControl is { } told ? $"Cache-Control: {told}" : null);
        facts.AddAll("limits", (explanation.Limits ?? new Dictionary<string, string>()).Select(limit => $"{limit.Key}: {limit.Value}"));
        if (explanation.Stored is { } stored)
            Add(facts, stored);
        return facts.ToString();
    }

    private static void Add(Facts facts, StoredExplanation stored)
    {
        facts.Add("now", $"{stored.Now}: {stored.Because}");
        foreach (var entry in stored.Entries)
            EntryFacts.Add(facts, entry);
        EntryFacts.Add(facts, stored.History);
    }
}
