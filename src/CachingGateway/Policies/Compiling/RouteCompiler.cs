using CachingGateway.Keys;
using CachingGateway.Policies.Matching;
using CachingGateway.Policies.Members;

namespace CachingGateway.Policies.Compiling;

/// <summary>Makes rules of one route; whatever cannot become one is a fault.</summary>
internal static class RouteCompiler
{
    /// <summary>The compiled route; <see langword="null"/> if a fault left it without paths or keys.</summary>
    public static MatchedRoute? Compile(RouteDraft route, string service)
    {
        RouteChecks.Run(route);
        var paths = CompilePaths(route);
        // Names of path values are known only when every path could be read; without them keys and tags cannot be judged.
        if (paths is null)
            return null;

        var parameters = SharedParameters(paths);
        var settings = KeyOf(route.Settings);
        var faults = new List<KeyFault>();
        var key = KeyRules.Compile(settings, service, route.Name, parameters, faults);
        route.Refuse(faults);
        var tags = CompileTags(route, parameters);
        if (key is null || tags.Count != route.Settings.Tags.Count)
            return null;
        return new MatchedRoute(Rules(route, service, key, settings, tags), paths, Conditions(route.Settings.Match));
    }

    private static List<PathTemplate>? CompilePaths(RouteDraft route)
    {
        var texts = route.Settings.Match.Paths;
        if (!route.AreSound("match", "match.path"))
            return null;
        if (texts.Count == 0)
            route.Refuse("match", "without \"path\"", "a path template, here or in the route's class");
        var paths = new List<PathTemplate>();
        for (var index = 0; index < texts.Count; index++)
        {
            if (PathTemplate.TryParse(texts[index], out var path, out var problem))
                paths.Add(path);
            else
                route.Refuse($"match.path[{index}]", problem, "a path template of ASP.NET Core, like \"/v1/trigs/{id:int}\"");
        }

        return texts.Count > 0 && paths.Count == texts.Count ? paths : null;
    }

    /// <summary>The path values that every path of the route has: only those may be named.</summary>
    private static List<string> SharedParameters(List<PathTemplate> paths) =>
    [
        .. paths[0].Parameters.Where(name => paths.TrueForAll(path => path.Parameters.Contains(
            name, StringComparer.OrdinalIgnoreCase))),
    ];

    private static List<KeyTemplate> CompileTags(RouteDraft route, List<string> parameters)
    {
        var tags = new List<KeyTemplate>();
        for (var index = 0; index < route.Settings.Tags.Count; index++)
        {
            var faults = new List<KeyFault>();
            if (KeyTemplate.ParseTag(route.Settings.Tags[index], parameters, faults) is { } tag)
                tags.Add(tag);
            route.Refuse(faults, $"tags[{index}]");
        }

        return tags;
    }

    private static KeySettings KeyOf(RouteSettings route) => route.Key with
    {
        IgnoreQuery = route.Ignore.Query,
        IgnoreCookies = route.Ignore.Cookies,
        ForwardHeaders = route.Forward.Headers,
        ForwardQuery = route.Forward.Query,
        ForwardCookies = route.Forward.Cookies,
        AuthorizationIsPublic = route.Override.HasFlag(Obstacles.Authorization),
        ForwardAllHeaders = route.Freshness == FreshnessSource.Origin,
    };

    private static MatchConditions Conditions(MatchSettings match) => new(match.Methods, match.Hosts)
    {
        Headers = [.. match.Headers.Select(Condition)],
        Query = [.. match.Query.Select(Condition)],
        Cookies = [.. match.Cookies.Select(Condition)],
    };

    private static ValueCondition Condition(ConditionSettings condition) =>
        new(condition.Name, condition.Mode, condition.Values, condition.IsCaseSensitive);

    private static RouteRules Rules(
        RouteDraft draft, string service, KeyRules key, KeySettings keySettings, IReadOnlyList<KeyTemplate> tags)
    {
        var route = draft.Settings;
        var rules = new RouteRules
        {
            Name = route.Name ?? "",
            Mode = route.Mode,
            Key = key,
            Freshness = route.Freshness,
            // What nobody has written does not speak for an origin that says nothing.
            Ttl = route.Freshness == FreshnessSource.Policy || draft.States("ttl") ? route.Ttl : TimeSpan.Zero,
            MinTtl = route.MinTtl,
            MaxTtl = route.MaxTtl,
            Jitter = route.Jitter,
            StaleWhileRevalidate = route.StaleWhileRevalidate,
            StaleIfError = route.StaleIfError,
            Timeout = route.Timeout,
            Statuses = StatusTtls.Of(route.Statuses),
            Override = route.Override,
            Tags = tags,
            TagHeaders = route.TagHeaders,
            ClientCacheControl = route.Client.CacheControl,
            ClientETag = route.Client.ETag,
            ClientNoCache = route.Bypass.ClientNoCache,
            BypassLimit = route.Bypass.Limit,
            BodyMinBytes = route.Body.MinBytes,
            BodyMaxBytes = route.Body.MaxBytes,
            MaxVariants = (int)route.Limits.Variants,
            MaxEntries = route.Limits.Entries,
            MaxBytes = route.Limits.Bytes,
            Fingerprint = 0,
        };
        return rules with { Fingerprint = PolicyFingerprint.Of(service, rules, keySettings, route.Tags) };
    }
}
