using System.Text.RegularExpressions;
using CachingGateway.Keys;
using CachingGateway.Policies.Reading;

namespace CachingGateway.Policies.Members;

/// <summary>The policy file as stated by its own members; routes are still fragments.</summary>
internal sealed record PolicyFileSettings
{
    public long Version { get; init; }

    public string Service { get; init; } = "";

    public IReadOnlyList<string> Include { get; init; } = [];

    public ObjectNode? Defaults { get; init; }

    public IReadOnlyList<KeyValuePair<string, ObjectNode>> Classes { get; init; } = [];

    public IReadOnlyList<ObjectNode> Routes { get; init; } = [];

    public EventsSettings Events { get; init; } = new();
}

/// <summary>
/// The one table of the policy file's members. Reading, defaults and the JSON Schema all come from its rows; a member whose
/// feature does not exist has no row and is refused as unknown.
/// </summary>
internal static partial class PolicyMembers
{
    private const string NameAllowed = "1 to 100 letters, digits and . _ - /";

    private static ValueKind<string> Name { get; } = Kinds.Like(NameForm(), "which is no name", NameAllowed);

    private static ValueKind<string> FieldName { get; } = Kinds.Like(FieldNameForm(), "which is no name of a header field", "a header field's name");

    private static IReadOnlyList<Member<RouteSettings>> Settings { get; } =
    [
        Route("match", Match, "Which requests the route is for.", (r, v) => r with { Match = v }, "{}"),
        Route(
            "mode",
            Mode,
            "cache: answer from stored responses. off: proxy untouched.",
            (r, v) => r with { Mode = v },
            "\"cache\""),
        Route("key", Key, "What tells entries apart, and what they are called.", (r, v) => r with { Key = v }, "{}"),
        Route("ignore", Ignore, "Dropped before the key and before the origin.", (r, v) => r with { Ignore = v }, "{}"),
        Route("forward", Forward, "Sent to the origin although it is not in the key.", (r, v) => r with { Forward = v }, "{}"),
        Route(
            "freshness",
            Freshness,
            "Whose word on times to live counts. policy: ttl and statuses. origin: the origin's fields by RFC 9111, then its heuristic, then "
            + "statuses and ttl where they are stated; every field of the request is forwarded.",
            (r, v) => r with { Freshness = v },
            "\"policy\""),
        Route(
            "ttl",
            Kinds.Duration,
            "How long a 200 stays fresh; 0 stores nothing.",
            (r, v) => r with { Ttl = v },
            "\"env:CACHE_DEFAULT_TTL:5m\""),
        Route("minTtl", Kinds.Duration, "The least that any time to live may be.", (r, v) => r with { MinTtl = v }, "\"0s\""),
        Route("maxTtl", Kinds.Duration, "The most that any time to live may be.", (r, v) => r with { MaxTtl = v }, "\"365d\""),
        Route(
            "jitter",
            Kinds.Percentage,
            "The share of a time to live by which it may be shortened at random.",
            (r, v) => r with { Jitter = v },
            "\"0%\""),
        Route(
            "staleWhileRevalidate",
            Kinds.Duration,
            "For how long after its freshness, or after a soft invalidation, a response is served while one refresh runs.",
            (r, v) => r with { StaleWhileRevalidate = v },
            "\"0s\""),
        Route(
            "staleIfError",
            Kinds.Duration,
            "For how long after its freshness, or after a soft invalidation, a response is served when the origin fails.",
            (r, v) => r with { StaleIfError = v },
            "\"0s\""),
        Route(
            "timeout",
            Kinds.Interval,
            "How long the origin may take to its first byte, and between two.",
            (r, v) => r with { Timeout = v },
            "\"30s\""),
        Route(
            "statuses",
            Statuses,
            "Times to live by status or class of statuses; they beat ttl. 0 stores nothing.",
            (r, v) => r with { Statuses = v },
            "{}"),
        Route(
            "override",
            Override,
            "What of the origin's refusals to be stored is set aside, each with the reason in words.",
            (r, v) => r with { Override = v },
            "{}"),
        Route(
            "tags",
            Texts("tags"),
            "Templates of the tags by which entries are retired together.",
            (r, v) => r with { Tags = v },
            "[]"),
        Route(
            "tagHeaders",
            new ListKind<string>(FieldName, "header fields"),
            "Response fields whose words are tags of the response too, such as Surrogate-Key, Cache-Tag, xkey; clients do not see them.",
            (r, v) => r with { TagHeaders = v },
            "[]"),
        Route("client", Client, "What clients are told about their own copies.", (r, v) => r with { Client = v }, "{}"),
        Route("bypass", Bypass, "Who may ask past the cache.", (r, v) => r with { Bypass = v }, "{}"),
        Route("body", Body, "Which bodies are stored.", (r, v) => r with { Body = v }, "{}"),
        Route("limits", Limits, "How much the route may keep.", (r, v) => r with { Limits = v }, "{}"),
    ];

    /// <summary>A part of a route, as <c>defaults</c> and <c>classes</c> hold it.</summary>
    public static ObjectKind<RouteSettings> RouteParts { get; } =
        new("a route's settings", RouteSettings.Empty, Settings) { Definition = "settings" };

    /// <summary>A whole route.</summary>
    public static ObjectKind<RouteSettings> WholeRoute { get; } = new(
        "a route",
        RouteSettings.Empty,
        [
            Route(
                "name",
                Name,
                $"The route's own name, in logs and keys: {NameAllowed}.",
                (r, v) => r with { Name = v },
                null,
                required: true),
            Route(
                "class",
                Name,
                "The class whose settings stand between the defaults and the route's own.",
                (r, v) => r with { Class = v },
                null),
            .. Settings,
        ])
    { Definition = "route" };

    private static ValueKind<IReadOnlyList<ObjectNode>> Routes { get; } = new ListKind<ObjectNode>(
        new FragmentKind(WholeRoute), "routes");

    private static ValueKind<IReadOnlyList<KeyValuePair<string, ObjectNode>>> Classes { get; } =
        new MapKind<ObjectNode>(NameForm(), $"a class's name: {NameAllowed}", new FragmentKind(RouteParts));

    private static Member<PolicyFileSettings> Schema { get; } =
        File("$schema", Kinds.Text, "Where editors find the schema; not read.", (f, _) => f, null);

    private static Member<PolicyFileSettings> Include { get; } = File(
        "include",
        Texts("paths"),
        "Files with more routes, after this file's own, in this order: paths or globs (* and ?), relative to this file.",
        (f, v) => f with { Include = v },
        "[]");

    private static Member<PolicyFileSettings> RouteList { get; } =
        File("routes", Routes, "The routes; the first that matches wins.", (f, v) => f with { Routes = v }, "[]");

    /// <summary>The policy file itself.</summary>
    public static ObjectKind<PolicyFileSettings> PolicyFile { get; } = new(
        "a policy file",
        new PolicyFileSettings(),
        [
            Schema,
            File("version", Kinds.Count(1, 1), "The version of this format.", (f, v) => f with { Version = v }, "1"),
            File("service", Name, $"Names the service in keys: {NameAllowed}.", (f, v) => f with { Service = v }, "\"api\""),
            Include,
            File(
                "defaults",
                new FragmentKind(RouteParts),
                "What every route starts from.",
                (f, v) => f with { Defaults = v },
                null),
            File("classes", Classes, "Named settings that routes take up with class.", (f, v) => f with { Classes = v }, "{}"),
            RouteList,
            File("events", Events, "What retires stored answers: webhooks, writes that pass through, times.", (f, v) => f with { Events = v }, "{}"),
        ]);

    /// <summary>An included file; a bare array of routes is read as one with nothing else.</summary>
    public static ObjectKind<PolicyFileSettings> IncludedFile { get; } =
        new("an included file", new PolicyFileSettings(), [Schema, Include, RouteList]);

    /// <summary>A list of texts of which none is empty.</summary>
    private static ListKind<string> Texts(string what) => new(Kinds.Text, what);

    private static Member<RouteSettings, T> Route<T>(
        string name,
        ValueKind<T> kind,
        string summary,
        Func<RouteSettings, T, RouteSettings> set,
        string? defaultJson,
        bool required = false) =>
        new(name, kind, summary, set, defaultJson) { IsRequired = required };

    private static Member<PolicyFileSettings, T> File<T>(
        string name,
        ValueKind<T> kind,
        string summary,
        Func<PolicyFileSettings, T, PolicyFileSettings> set,
        string? defaultJson) =>
        new(name, kind, summary, set, defaultJson);

    [GeneratedRegex("^[A-Za-z0-9._/-]{1,100}$", RegexOptions.None, 1000)]
    private static partial Regex NameForm();

    [GeneratedRegex("^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$", RegexOptions.None, 1000)]
    private static partial Regex FieldNameForm();
}
