using CachingGateway.Keys;

namespace CachingGateway.Policies.Events;

/// <summary>Takes templates of one rule, or of one source, apart.</summary>
/// <param name="scope">What they may name.</param>
internal sealed class EventTemplateParser(EventTemplateScope scope)
{
    // What no name has: names are visible ASCII, and everything else in a value is escaped there.
    private const string InNoName = "[]\\\"}";
    private const string Globs = "*?";

    /// <summary>The template; <see langword="null"/> where faults were added.</summary>
    /// <param name="member">Where it stands, for faults.</param>
    public EventTemplate? Parse(string text, TemplateForm form, string member, ICollection<KeyFault> faults)
    {
        var parts = new List<EventTemplatePart>();
        var sound = true;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '{')
            {
                var end = text.IndexOfAny(['{', '}'], i + 1);
                if (end < 0 || text[end] == '{')
                {
                    _ = Refuse(text, "has a brace that is not closed", scope.Allowed);
                    return null;
                }

                var placeholder = scope.Resolve(text[(i + 1)..end], form, out var problem);
                sound &= placeholder is not null || Refuse(text[i..(end + 1)], problem, scope.Allowed);
                parts.Add(new EventTemplatePart("", placeholder));
                i = end + 1;
                continue;
            }

            var next = text.IndexOf('{', i);
            var literal = next < 0 ? text[i..] : text[i..next];
            sound &= LiteralProblem(literal, form) is not { } wrong || Refuse(literal, wrong.Problem, wrong.Allowed);
            parts.Add(new EventTemplatePart(literal, null));
            i += literal.Length;
        }

        if (sound && form == TemplateForm.Url && UrlProblem(parts) is { } bad)
            sound = Refuse(text, bad, "a path like \"/v1/trigs/{data.id}?page=1\", or such a URL of http or https");
        return sound ? new EventTemplate(text, form, parts) : null;

        bool Refuse(string found, string problem, string allowed)
        {
            faults.Add(new KeyFault(member, found, problem, allowed));
            return false;
        }
    }

    private static (string Problem, string Allowed)? LiteralProblem(string text, TemplateForm form) => form switch
    {
        TemplateForm.Pattern or TemplateForm.Key when text.Any(c => c is <= ' ' or >= (char)0x7F || InNoName.Contains(c, StringComparison.Ordinal)) =>
            ("holds a character that no entry's name has, so it would never match", $"visible ASCII characters but {InNoName}"),
        TemplateForm.Key when text.Any(c => Globs.Contains(c, StringComparison.Ordinal)) =>
            ("holds a glob character, which no entry's name has", "a whole name; globs stand in \"patterns\""),
        _ when text.Any(c => char.IsControl(c) || c == '}') =>
            ("holds a character that may not stand in a template", "any character but a closing brace and control characters"),
        _ => null,
    };

    /// <summary>A URL that no request can have would never match.</summary>
    private static string? UrlProblem(List<EventTemplatePart> parts)
    {
        var sample = string.Concat(parts.Select(part => part.Placeholder is null ? part.Literal : "x"));
        var isUrl = sample.StartsWith("http://", StringComparison.Ordinal) || sample.StartsWith("https://", StringComparison.Ordinal);
        if (parts[0].Placeholder is not null || !(isUrl || sample.StartsWith('/')))
            return "begins with neither a slash nor http:// nor https://";
        return CanonicalTarget.TryParse(sample, out _) ? null : "is one that no request has";
    }
}
