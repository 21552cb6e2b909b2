using CachingGateway.Policies.Events;
using CachingGateway.Policies.Matching;
using CachingGateway.Policies.Members;
using CachingGateway.Policies.Reading;

namespace CachingGateway.Policies.Compiling;

/// <summary>Merges a document's routes (defaults, then class, then route) and compiles them.</summary>
internal sealed class PolicyCompiler(PolicyDocument document, BindContext context)
{
    private readonly Dictionary<string, ObjectNode> _classes = document.Settings.Classes.ToDictionary(StringComparer.Ordinal);
    private readonly Dictionary<string, SourcePlace> _names = new(StringComparer.Ordinal);

    /// <summary>The routes; to be used only if there was no fault.</summary>
    public IReadOnlyList<MatchedRoute> Compile()
    {
        var routes = new List<MatchedRoute>();
        var reach = new RouteReach();
        foreach (var node in document.Routes)
        {
            if (Draft(node) is not { } draft || RouteCompiler.Compile(draft, document.Settings.Service) is not { } route)
                continue;
            CheckReach(draft, route, reach);
            reach.Add(routes.Count, route);
            routes.Add(route);
        }

        return routes;
    }

    /// <summary>What events retire; after the routes, whose names it may name. To be used only if there was no fault.</summary>
    public EventRules CompileEvents() => new EventsCompiler(document, _names.Keys, context).Compile();

    private RouteDraft? Draft(ObjectNode node)
    {
        var merged = (document.Settings.Defaults ?? new ObjectNode(node.Place, [])).MergedWith(ClassOf(node)).MergedWith(node);
        if (!PolicyMembers.WholeRoute.TryRead(merged, context, out var settings))
            return null;
        if (settings.Name is { } name && !_names.TryAdd(name, node.Place))
        {
            var first = _names[name];
            context.Refuse(
                NodePath.Nearest(node, "name"),
                $"which names another route too ({first.File}:{first.Line})",
                "a name of its own for each route");
        }

        return new RouteDraft(settings, merged, context);
    }

    private ObjectNode ClassOf(ObjectNode node)
    {
        var none = new ObjectNode(node.Place, []);
        if (node.Find("class") is not ScalarNode { Type: ScalarType.Text } said || context.Resolve(said) is not { } name)
            return none;
        if (_classes.TryGetValue(name.Text, out var settings))
            return settings;
        if (document.Root.Find("classes") is { } classes && context.IsBroken(classes))
            return none;

        var hint = Suggestion.For(name.Text, _classes.Keys) is { } near ? $" (did you mean \"{near}\"?)" : "";
        context.Faults.Add(
            said.Place,
            name.Shown,
            $"which is no class{hint}",
            _classes.Count == 0 ? "no class, as there are none" : string.Join(", ", _classes.Keys));
        return none;
    }

    private static void CheckReach(RouteDraft draft, MatchedRoute route, RouteReach reach)
    {
        if (reach.CoversOf(route) is not { Count: > 0 } covers)
            return;
        var names = string.Join(", ", covers.Select(cover => $"\"{cover.Rules.Name}\""));
        draft.Refuse(
            "match.path",
            $"which can never match, because earlier routes take all of it: {names}",
            "a route before those, or with less in common");
    }
}
