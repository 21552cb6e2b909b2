using System.Security.Cryptography;
using System.Text;
using CachingGateway.Keys;
using CachingGateway.Policies.Events;
using CachingGateway.Policies.Matching;
using CachingGateway.Policies.Members;

namespace CachingGateway.Policies.Compiling;

/// <summary>Makes one rule.</summary>
internal sealed class RuleCompiler(RuleSettings settings, EventsDraft draft, IReadOnlyCollection<string> routes)
{
    private static readonly TimeSpan LongestSettle = TimeSpan.FromHours(1);

    private static readonly string[] ReadOnly =
        [HttpMethods.Get, HttpMethods.Head, HttpMethods.Options, HttpMethods.Trace, HttpMethods.Connect];

    private readonly List<RuleTarget> _targets = [];
    private readonly List<KeyFault> _faults = [];

    /// <summary><see langword="null"/> after a fault.</summary>
    public EventRule? Compile()
    {
        CheckSettle();
        EventRule? rule = settings.On switch
        {
            EventTrigger trigger => CompileNamed(trigger),
            WriteTrigger trigger => CompileWrite(trigger),
            ScheduleTrigger trigger => CompileSchedule(trigger),
            _ => null,
        };
        draft.Refuse(_faults);
        return _faults.Count == 0 ? rule : null;
    }

    private NamedRule? CompileNamed(EventTrigger trigger)
    {
        if (trigger.Name.Any(char.IsControl))
            _faults.Add(new KeyFault("on", trigger.Name, "holds control characters", "the name of an event, globs allowed"));
        return CompileTargets(EventTemplateScope.Webhook)
            ? new NamedRule(Id("event", trigger.Name), trigger.Name, _targets, settings.Mode, settings.Settle)
            : null;
    }

    private ScheduleRule? CompileSchedule(ScheduleTrigger trigger)
    {
        CronTimes? times = null;
        if (trigger.Cron.Length > 0 && !CronTimes.TryParse(trigger.Cron, DateTimeOffset.UnixEpoch, out times, out var problem))
            draft.Refuse("on.cron", problem, "five fields like \"*/30 * * * *\": minute, hour, day, month, day of the week, in UTC");
        var hasTargets = CompileTargets(EventTemplateScope.Time);
        return times is not null && hasTargets
            ? new ScheduleRule(Id("cron", times.Text), times, _targets, settings.Mode, settings.Settle)
            : null;
    }

    private WriteRule? CompileWrite(WriteTrigger trigger)
    {
        for (var index = 0; index < trigger.Methods.Count; index++)
        {
            if (ReadOnly.Contains(trigger.Methods[index]))
                draft.Refuse($"on.methods[{index}]", "which writes nothing (RFC 9110 §9.2.1)", "POST, PUT, PATCH, DELETE or one of its own");
        }

        var paths = CompilePaths(trigger);
        if (paths.Count == 0 || paths.Count < trigger.Paths.Count)
            return null;
        var shared = paths[0].Parameters.Where(name => paths.TrueForAll(path => path.Parameters.Contains(
            name, StringComparer.OrdinalIgnoreCase)));
        return CompileTargets(EventTemplateScope.Write([.. shared]))
            ? new WriteRule(
                Id(["write", .. trigger.Methods, .. trigger.Paths, .. trigger.Hosts]),
                trigger.Methods,
                paths,
                [.. trigger.Hosts.Select(HostPattern.Canonical)],
                _targets,
                settings.Mode,
                settings.Settle)
            : null;
    }

    private List<PathTemplate> CompilePaths(WriteTrigger trigger)
    {
        var paths = new List<PathTemplate>();
        for (var index = 0; index < trigger.Paths.Count; index++)
        {
            if (!PathTemplate.TryParse(trigger.Paths[index], out var path, out var problem))
                draft.Refuse($"on.path[{index}]", problem, "a path template of ASP.NET Core, like \"/v1/logs/{log_id}\"");
            else if (path.Parameters.FirstOrDefault(name => EventTemplateScope.Reserved.Contains(name, StringComparer.OrdinalIgnoreCase))
                is { } reserved)
                draft.Refuse(
                    $"on.path[{index}]",
                    $"in which \"{reserved}\" is a word of its own to templates",
                    $"any other name than {string.Join(", ", EventTemplateScope.Reserved)}");
            else
                paths.Add(path);
        }

        return paths;
    }

    private bool CompileTargets(EventTemplateScope scope)
    {
        var parser = new EventTemplateParser(scope);
        var stated = settings.Tags.Count + settings.Patterns.Count + settings.Keys.Count + settings.Urls.Count
            + settings.Routes.Count + settings.Hosts.Count + (settings.All ? 1 : 0);
        AddTemplates(parser, "tags", settings.Tags, RuleTargetKind.Tag, TemplateForm.Tag);
        AddTemplates(parser, "patterns", settings.Patterns, RuleTargetKind.Pattern, TemplateForm.Pattern);
        AddTemplates(parser, "keys", settings.Keys, RuleTargetKind.Key, TemplateForm.Key);
        AddTemplates(parser, "urls", settings.Urls, RuleTargetKind.Url, TemplateForm.Url);
        AddRoutes();
        AddHosts();
        if (settings.All)
            _targets.Add(new RuleTarget(RuleTargetKind.All, EventTemplate.Plain("")));
        if (stated == 0 && AreListsSound())
            draft.Refuse("", "without anything to retire", "one of tags, patterns, keys, urls, routes, hosts, all");
        return stated > 0 && _targets.Count == stated;
    }

    private bool AreListsSound() =>
        draft.IsSound("tags") && draft.IsSound("patterns") && draft.IsSound("keys") && draft.IsSound("urls")
        && draft.IsSound("routes") && draft.IsSound("hosts") && draft.IsSound("all");

    private void AddTemplates(
        EventTemplateParser parser, string member, IReadOnlyList<string> texts, RuleTargetKind kind, TemplateForm form)
    {
        for (var index = 0; index < texts.Count; index++)
        {
            if (parser.Parse(texts[index], form, $"{member}[{index}]", _faults) is { } template)
                _targets.Add(new RuleTarget(kind, template));
        }
    }

    private void AddRoutes()
    {
        for (var index = 0; index < settings.Routes.Count; index++)
        {
            var name = settings.Routes[index];
            if (routes.Contains(name))
            {
                _targets.Add(new RuleTarget(RuleTargetKind.Route, EventTemplate.Plain(name)));
                continue;
            }

            var hint = Suggestion.For(name, routes) is { } near ? $" (did you mean \"{near}\"?)" : "";
            _faults.Add(new KeyFault($"routes[{index}]", name, $"names no route{hint}", "the name of a route of this policy"));
        }
    }

    private void AddHosts()
    {
        for (var index = 0; index < settings.Hosts.Count; index++)
        {
            var host = settings.Hosts[index];
            if (CanonicalHost.TryParse(host, Uri.UriSchemeHttp, out var canonical))
                _targets.Add(new RuleTarget(RuleTargetKind.Host, EventTemplate.Plain(canonical)));
            else
                _faults.Add(new KeyFault($"hosts[{index}]", host, "is no host", "a host like \"api.example.org\" or \"localhost:8080\""));
        }
    }

    private void CheckSettle()
    {
        if (settings.Settle > LongestSettle)
            draft.Refuse("settle", "which is longer than 1h", "a duration of at most 1h");
    }

    /// <summary>The first 64 bits of a hash of all that the rule says. None of the texts has control characters.</summary>
    private string Id(params string[] trigger)
    {
        var targets = _targets.Select(target => $"{target.Kind} {target.Text.Text}");
        var text = string.Join('\n', [.. trigger, .. targets, settings.Mode.ToString(), settings.Settle.Ticks.ToString(
            System.Globalization.CultureInfo.InvariantCulture)]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }
}
