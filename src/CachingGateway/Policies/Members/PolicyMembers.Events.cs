using System.Text.RegularExpressions;
using CachingGateway.Policies.Events;

namespace CachingGateway.Policies.Members;

/// <summary>The rows of <c>events</c>.</summary>
internal static partial class PolicyMembers
{
    private const string SourceNameAllowed = "1 to 100 letters, digits and . _ -, a letter or digit first";

    private static ObjectKind<EventsSettings> Events => new("events", new EventsSettings(),
    [
        Of<EventsSettings, IReadOnlyList<KeyValuePair<string, SourceSettings>>>(
            "sources",
            new MapKind<SourceSettings>(SourceNameForm(), $"a source's name: {SourceNameAllowed}", Source),
            "Who may post webhooks to /events/NAME, by name.",
            (e, v) => e with { Sources = v },
            "{}"),
        Of<EventsSettings, IReadOnlyList<RuleSettings>>(
            "rules",
            new ListKind<RuleSettings>(Rule, "rules"),
            "What each event retires. Every rule that fits is applied.",
            (e, v) => e with { Rules = v },
            "[]"),
    ]);

    private static ObjectKind<SourceSettings> Source => new("a source", new SourceSettings(),
    [
        Of<SourceSettings, WebhookScheme>(
            "scheme",
            Kinds.Choice([.. WebhookSchemes.Words]),
            "How a webhook proves where it is from. standard-webhooks: webhook-id, webhook-timestamp, webhook-signature. "
            + "hub-sha256: X-Hub-Signature-256. bearer: Authorization: Bearer with a fixed token.",
            (s, v) => s with { Scheme = v },
            null,
            required: true),
        Of<SourceSettings, IReadOnlyList<string>>(
            "secrets",
            new ListKind<string>(Kinds.Text, "secrets", canBeEmpty: false),
            "Secrets of which any one will do, for rotation; best from the environment. standard-webhooks: whsec_ and base64 of "
            + "at least 24 bytes.",
            (s, v) => s with { Secrets = v },
            null,
            required: true),
        Of<SourceSettings, string>(
            "name",
            Kinds.Text,
            "A template over the payload that gives an event's name: {table}.{type}.",
            (s, v) => s with { Name = v },
            $"\"{EventSource.UsualName}\""),
        Of<SourceSettings, RateLimit>(
            "limit",
            Kinds.Rate,
            "How many webhooks are taken; those above are answered 429.",
            (s, v) => s with { Limit = v },
            "\"1000/s\""),
    ]);

    private static ObjectKind<RuleSettings> Rule => new("a rule", new RuleSettings(),
    [
        Of<RuleSettings, TriggerSettings>(
            "on",
            new TriggerKind(Kinds.Text, Write, Schedule, "cron"),
            "The name of events, globs allowed (log.*); or a write that passes through; or a time.",
            (r, v) => r with { On = v },
            null,
            required: true),
        Targets("tags", "Templates of tags: trig:{data.trig_id}.", (r, v) => r with { Tags = v }),
        Targets("patterns", "Templates of globs over entries' names: trig:{data.trig_id}:*.", (r, v) => r with { Patterns = v }),
        Targets("keys", "Templates of whole names of entries.", (r, v) => r with { Keys = v }),
        Targets("urls", "Templates of paths with their queries, of any host, or of whole URLs.", (r, v) => r with { Urls = v }),
        Targets("routes", "Names of routes: everything of theirs.", (r, v) => r with { Routes = v }),
        Targets("hosts", "Hosts: everything of theirs.", (r, v) => r with { Hosts = v }),
        Of<RuleSettings, bool>("all", Kinds.Flag, "Whether everything is retired.", (r, v) => r with { All = v }, "false"),
        Of<RuleSettings, RuleMode>(
            "mode",
            Kinds.Choice(("purge", RuleMode.Purge), ("soft", RuleMode.Soft)),
            "purge: gone. soft: stale from now on.",
            (r, v) => r with { Mode = v },
            "\"purge\""),
        Of<RuleSettings, TimeSpan>(
            "settle",
            Kinds.Duration,
            "How much later the same is retired once more, for origins that read old data for a while; 0: not at all. At most 1h.",
            (r, v) => r with { Settle = v },
            "\"0s\""),
    ]);

    private static ObjectKind<WriteTrigger> Write => new("a write", new WriteTrigger(),
    [
        Of<WriteTrigger, IReadOnlyList<string>>(
            "methods",
            Methods,
            "Methods, in upper case; none that only read.",
            (w, v) => w with { Methods = v },
            "[\"POST\", \"PUT\", \"PATCH\", \"DELETE\"]"),
        Of<WriteTrigger, IReadOnlyList<string>>(
            "path",
            new ListKind<string>(
                Kinds.Like(PathForm(), "which is no path template", "a path template that begins with a slash"),
                "path templates",
                orSingle: true,
                canBeEmpty: false),
            "Path templates, as in match.",
            (w, v) => w with { Paths = v },
            null,
            required: true),
        Of<WriteTrigger, IReadOnlyList<string>>(
            "hosts",
            new ListKind<string>(Kinds.Like(HostForm(), "which is no host", HostAllowed), "hosts"),
            "Hosts, as in match. None: every host.",
            (w, v) => w with { Hosts = v },
            "[]"),
    ]);

    private static ObjectKind<ScheduleTrigger> Schedule => new("a time", new ScheduleTrigger(),
    [
        Of<ScheduleTrigger, string>(
            "cron",
            Kinds.Text,
            "Minute, hour, day of the month, month, day of the week, in UTC: 0 3 * * *.",
            (s, v) => s with { Cron = v },
            null,
            required: true),
    ]);

    private static Member<RuleSettings, IReadOnlyList<string>> Targets(
        string name, string summary, Func<RuleSettings, IReadOnlyList<string>, RuleSettings> set) =>
        Of<RuleSettings, IReadOnlyList<string>>(name, Texts(name), summary, set, "[]");

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", RegexOptions.None, 1000)]
    private static partial Regex SourceNameForm();
}
