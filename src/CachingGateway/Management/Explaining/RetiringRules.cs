using System.Text.RegularExpressions;
using CachingGateway.Keys;
using CachingGateway.Policies;
using CachingGateway.Policies.Events;

namespace CachingGateway.Management.Explaining;

/// <summary>Finds the rules that would retire an entry, if their events came with the right values.</summary>
internal static class RetiringRules
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>One line for each rule and each thing it names that may be the entry.</summary>
    /// <param name="url">Path and query as the origin is asked.</param>
    public static IReadOnlyList<string> Of(
        EventRules rules, RouteRules route, RequestKey key, IReadOnlyList<string> tags, string url)
    {
        var lines = new List<string>();
        foreach (var rule in rules.All)
        {
            foreach (var target in rule.Targets)
            {
                if (!MayName(target, route, key, tags, url))
                    continue;
                lines.Add($"{rule.On}: {Written(target)}{(rule.Mode == RuleMode.Soft ? " (soft)" : "")}");
            }
        }

        return lines;
    }

    /// <summary>What a rule names, for people.</summary>
    public static string Written(RuleTarget target) =>
        target.Kind == RuleTargetKind.All ? "all" : $"{target.Kind.ToString().ToLowerInvariant()} {target.Text.Text}";

    private static bool MayName(RuleTarget target, RouteRules route, RequestKey key, IReadOnlyList<string> tags, string url) =>
        target.Kind switch
        {
            RuleTargetKind.Tag => tags.Any(tag => MayBe(target.Text, tag, "[^:]*")),
            RuleTargetKind.Pattern or RuleTargetKind.Key => MayBe(target.Text, key.Name, "[^:]*"),
            RuleTargetKind.Url => MayBe(target.Text, url, "[^/?&]*"),
            RuleTargetKind.Route => target.Text.Text == route.Name,
            RuleTargetKind.Host => target.Text.Text == key.Values.Host,
            _ => true,
        };

    /// <summary>Whether values could make that text of the template; a value is taken to have no separator in it.</summary>
    private static bool MayBe(EventTemplate template, string text, string value)
    {
        var isGlob = template.Form == TemplateForm.Pattern;
        var pattern = string.Concat(template.Parts.Select(part => part.Placeholder is not null ? value : Literal(part.Literal, isGlob)));
        if (template.Form == TemplateForm.Url && template.Text.StartsWith("http", StringComparison.Ordinal))
            pattern = pattern[(pattern.IndexOf('/', pattern.IndexOf("//", StringComparison.Ordinal) + 2) is var path and >= 0 ? path : pattern.Length)..];
        return Regex.IsMatch(text, $@"\A{pattern}\z", RegexOptions.NonBacktracking | RegexOptions.Singleline, Limit);
    }

    private static string Literal(string text, bool isGlob)
    {
        var escaped = Regex.Escape(text);
        return isGlob
            ? escaped.Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal)
            : escaped;
    }
}
