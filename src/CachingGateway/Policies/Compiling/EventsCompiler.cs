using CachingGateway.Keys;
using CachingGateway.Policies.Events;
using CachingGateway.Policies.Members;
using CachingGateway.Policies.Reading;

namespace CachingGateway.Policies.Compiling;

/// <summary>Makes rules of the member <c>events</c>.</summary>
/// <param name="document">Has it.</param>
/// <param name="routes">The names of all routes.</param>
internal sealed class EventsCompiler(PolicyDocument document, IReadOnlyCollection<string> routes, BindContext context)
{
    /// <summary>To be used only if there was no fault.</summary>
    public EventRules Compile()
    {
        if (document.Root.Find("events") is not ObjectNode node)
            return EventRules.None;
        var sources = CompileSources(node);
        return new EventRules(sources, CompileRules(node, sources));
    }

    private List<EventSource> CompileSources(ObjectNode node)
    {
        var sources = new List<EventSource>();
        foreach (var (name, settings) in document.Settings.Events.Sources)
        {
            // Names may have dots, so they are no paths.
            if (node.Find("sources") is not ObjectNode all || all.Find(name) is not { } written)
                continue;
            if (SourceCompiler.ReservedNames.Contains(name))
                context.Faults.Add(
                    all.Members.First(member => member.Name == name).NamePlace,
                    ScalarNode.Quote(name),
                    "which the gateway itself uses",
                    $"any name but {string.Join(", ", SourceCompiler.ReservedNames)}");
            if (SourceCompiler.Compile(name, settings, new EventsDraft(written, context)) is { } source)
                sources.Add(source);
        }

        return sources;
    }

    private List<EventRule> CompileRules(ObjectNode node, List<EventSource> sources)
    {
        var rules = new List<EventRule>();
        var settings = document.Settings.Events.Rules;
        for (var index = 0; index < settings.Count; index++)
        {
            var draft = new EventsDraft(NodePath.Nearest(node, $"rules[{index}]"), context);
            if (new RuleCompiler(settings[index], draft, routes).Compile() is not { } rule)
                continue;
            if (rule is NamedRule named && sources.Count == document.Settings.Events.Sources.Count && IsSound(node))
                CheckReach(named, sources, draft);
            rules.Add(rule);
        }

        return rules;
    }

    private bool IsSound(ObjectNode node) => node.Find("sources") is not { } sources || !context.IsBroken(sources);

    private static void CheckReach(NamedRule rule, List<EventSource> sources, EventsDraft draft)
    {
        if (sources.Count == 0)
            draft.Refuse("on", "though there is nobody who may post events", "a source in \"sources\" as well");
        else if (!sources.Exists(source => CanBeNamed(source.EventName, rule.Name)))
            draft.Refuse(
                "on",
                "which no event is ever called",
                $"names as the sources make them: {string.Join(", ", sources.Select(source => source.EventName.Text).Distinct())}");
    }

    private static bool CanBeNamed(EventTemplate template, string glob)
    {
        var made = template.Parts.SelectMany(part => part.Placeholder is null ? GlobToken.Literal(part.Literal) : [GlobToken.Many]);
        return GlobOverlap.Exists([.. GlobToken.Of(glob)], [.. made]);
    }
}
