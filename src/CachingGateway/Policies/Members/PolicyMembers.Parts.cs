using System.Text.RegularExpressions;
using CachingGateway.Keys;
using CachingGateway.Policies.Reading;

namespace CachingGateway.Policies.Members;

/// <summary>
/// The rows of the objects inside a route. Each is made on demand, so that the order of the static fields never matters.
/// </summary>
internal static partial class PolicyMembers
{
    private static ValueKind<RouteMode> Mode => Kinds.Choice(("cache", RouteMode.Cache), ("off", RouteMode.Off));

    private static ValueKind<FreshnessSource> Freshness =>
        Kinds.Choice(("policy", FreshnessSource.Policy), ("origin", FreshnessSource.Origin));

    private static ObjectKind<KeySettings> Key => new("key", new KeySettings(),
    [
        Of<KeySettings, string>(
            "template",
            Kinds.Text,
            "Names the entry. Default: {service}:{route}:{path values}:{params}:v1.",
            (k, v) => k with { Template = v },
            null),
        Of<KeySettings, IReadOnlyList<string>>(
            "query",
            Texts("parameters"),
            "The parameters that are keyed and forwarded. Default: every one.",
            (k, v) => k with { Query = v },
            null),
        Of<KeySettings, IReadOnlyList<string>>(
            "headers",
            Texts("header fields"),
            "The header fields that are keyed and forwarded.",
            (k, v) => k with { Headers = v },
            "[]"),
        Of<KeySettings, IReadOnlyList<string>>(
            "cookies", Texts("cookies"), "The cookies that are keyed and forwarded.", (k, v) => k with { Cookies = v }, "[]"),
        Of<KeySettings, bool>(
            "host", Kinds.Flag, "Whether scheme and host are part of the key.", (k, v) => k with { Host = v }, "true"),
        Of<KeySettings, KeyBody>(
            "body",
            Kinds.Choice(("none", KeyBody.None), ("json", KeyBody.Json), ("bytes", KeyBody.Bytes)),
            "How a request body is keyed. none: a request with one is not looked up. json: by its canonical form. "
            + "bytes: as sent.",
            (k, v) => k with { Body = v },
            "\"none\""),
        Of<KeySettings, KeyIdentity>(
            "identity",
            Kinds.Choice(("none", KeyIdentity.None), ("authorization", KeyIdentity.Authorization)),
            "none: a request with Authorization is not looked up. authorization: one entry per credential.",
            (k, v) => k with { Identity = v },
            "\"none\""),
    ]);

    private static ObjectKind<NameLists> Ignore => new("ignore", new NameLists(),
    [
        Of<NameLists, IReadOnlyList<string>>(
            "query", Texts("parameters"), "Parameters, globs allowed: utm_*.", (n, v) => n with { Query = v }, "[]"),
        Of<NameLists, IReadOnlyList<string>>(
            "cookies", Texts("cookies"), "Cookies, globs allowed: _ga*.", (n, v) => n with { Cookies = v }, "[]"),
    ]);

    private static ObjectKind<NameLists> Forward => new("forward", new NameLists(),
    [
        Of<NameLists, IReadOnlyList<string>>(
            "headers", Texts("header fields"), "Header fields.", (n, v) => n with { Headers = v }, "[]"),
        Of<NameLists, IReadOnlyList<string>>(
            "query", Texts("parameters"), "Parameters; matters where key.query is a list.", (n, v) => n with { Query = v }, "[]"),
        Of<NameLists, IReadOnlyList<string>>("cookies", Texts("cookies"), "Cookies.", (n, v) => n with { Cookies = v }, "[]"),
    ]);

    private static MapKind<TimeSpan> Statuses => new(
        StatusForm(), "statuses from \"200\" to \"599\", or classes \"2xx\" to \"5xx\"", Kinds.Duration);

    private static ObjectKind<Obstacles> Override => new("override", Obstacles.None,
    [
        Obstacle("private", "Cache-Control: private.", Obstacles.Private),
        Obstacle("no-store", "Cache-Control: no-store.", Obstacles.NoStore),
        Obstacle("no-cache", "Cache-Control: no-cache.", Obstacles.NoCache),
        Obstacle("set-cookie", "Set-Cookie, which is then left out of what is stored.", Obstacles.SetCookie),
        Obstacle("vary", "Vary: *.", Obstacles.Vary),
        Obstacle(
            "authorization",
            "Authorization in the request: it is forwarded, and the answer is everybody's.",
            Obstacles.Authorization),
    ]);

    private static ObjectKind<ClientSettings> Client => new("client", new ClientSettings(),
    [
        Of<ClientSettings, string>(
            "cacheControl",
            Kinds.Text,
            "The Cache-Control that clients get. Default: the origin's own, else no-cache with an ETag.",
            (c, v) => c with { CacheControl = v },
            null),
        Of<ClientSettings, bool>(
            "etag", Kinds.Flag, "Whether an ETag is made where the origin gives none.", (c, v) => c with { ETag = v }, "true"),
    ]);

    private static ObjectKind<BypassSettings> Bypass => new("bypass", new BypassSettings(),
    [
        Of<BypassSettings, ClientNoCache>(
            "clientNoCache",
            Kinds.Choice(("refresh", ClientNoCache.Refresh), ("ignore", ClientNoCache.Ignore)),
            "What a client's Cache-Control: no-cache does. refresh: the origin answers, and its answer is stored. "
            + "ignore: nothing.",
            (b, v) => b with { ClientNoCache = v },
            "\"refresh\""),
        Of<BypassSettings, RateLimit>(
            "limit",
            Kinds.Rate,
            "How often one client address may do so. Default: without limit.",
            (b, v) => b with { Limit = v },
            null),
    ]);

    private static ObjectKind<BodySettings> Body => new("body", new BodySettings(),
    [
        Of<BodySettings, long>("min", Kinds.Size, "The smallest body that is stored.", (b, v) => b with { MinBytes = v }, "0"),
        Of<BodySettings, long>(
            "max",
            Kinds.Size,
            "The largest body that is stored; a larger one streams through.",
            (b, v) => b with { MaxBytes = v },
            "\"10MB\""),
    ]);

    private static ObjectKind<LimitSettings> Limits => new("limits", new LimitSettings(),
    [
        Of<LimitSettings, long>(
            "variants",
            Kinds.Count(1, 10_000),
            "The most variants of one key, 1 to 10000.",
            (l, v) => l with { Variants = v },
            "50"),
        Of<LimitSettings, long>(
            "entries",
            Kinds.Count(1, int.MaxValue),
            "The most entries in memory. Default: no limit of its own.",
            (l, v) => l with { Entries = v },
            null),
        Of<LimitSettings, long>(
            "bytes", Kinds.Size, "The most bytes in memory. Default: no limit of its own.", (l, v) => l with { Bytes = v }, null),
    ]);

    private static Member<Obstacles, string> Obstacle(string name, string what, Obstacles obstacle) =>
        Of<Obstacles, string>(
            name,
            Kinds.Like(Reason(), "which gives no reason", "the reason in words"),
            $"Sets aside {what} The value is the reason.",
            (o, _) => o | obstacle,
            null);

    private static Member<TOwner, T> Of<TOwner, T>(
        string name,
        ValueKind<T> kind,
        string summary,
        Func<TOwner, T, TOwner> set,
        string? defaultJson,
        bool required = false) =>
        new(name, kind, summary, set, defaultJson) { IsRequired = required };

    [GeneratedRegex("^([2-5]xx|[2-5][0-9]{2})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StatusForm();

    [GeneratedRegex("\\p{L}", RegexOptions.None, 1000)]
    private static partial Regex Reason();
}
