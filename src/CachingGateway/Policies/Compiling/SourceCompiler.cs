using CachingGateway.Keys;
using CachingGateway.Policies.Events;
using CachingGateway.Policies.Members;

namespace CachingGateway.Policies.Compiling;

/// <summary>Makes one source of webhooks.</summary>
internal static class SourceCompiler
{
    private const string AllowedSecret = "whsec_ and base64 of at least 24 bytes";

    /// <summary>Paths below <c>/events</c>, and the first parts of deliveries, that are not a source's.</summary>
    public static IReadOnlyList<string> ReservedNames { get; } = ["cron", "log", "write"];

    /// <summary><see langword="null"/> after a fault.</summary>
    public static EventSource? Compile(string name, SourceSettings settings, EventsDraft draft)
    {
        var faults = new List<KeyFault>();
        var template = settings.Name.Length == 0
            ? null
            : new EventTemplateParser(EventTemplateScope.Webhook).Parse(settings.Name, TemplateForm.EventName, "name", faults);
        draft.Refuse(faults);
        var secrets = CompileSecrets(settings, draft);
        return settings.Scheme is not { } scheme || template is null || secrets is null
            ? null
            : new EventSource(name, scheme, secrets, template, settings.Limit);
    }

    private static List<byte[]>? CompileSecrets(SourceSettings settings, EventsDraft draft)
    {
        if (settings.Secrets.Count == 0 || settings.Scheme is not { } scheme)
            return null;
        var secrets = new List<byte[]>();
        for (var index = 0; index < settings.Secrets.Count; index++)
        {
            if (WebhookSecret.Read(settings.Secrets[index], scheme, out var problem) is { } secret)
                secrets.Add(secret);
            else
                draft.RefuseSecret($"secrets[{index}]", problem, AllowedSecret);
        }

        return secrets.Count == settings.Secrets.Count ? secrets : null;
    }
}
