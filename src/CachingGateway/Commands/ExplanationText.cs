using System.Text;

namespace CachingGateway.Commands;

/// <summary>An explanation for people: one fact a line, the names in one column.</summary>
internal static class ExplanationText
{
    private const int Column = 16;

    public static string Write(Explanation explanation)
    {
        var text = new StringBuilder();
        Line(text, "request", explanation.Request);
        Line(text, "policy", explanation.Policy);
        Line(text, "route", explanation.Route ?? "none");
        Line(text, "mode", explanation.Mode);
        Line(text, "decision", explanation.Reason is { } reason ? $"{explanation.Decision} ({reason})" : explanation.Decision);
        Line(text, "", explanation.Because);
        Line(text, "name", explanation.Name);
        Line(text, "identity", explanation.Identity);
        if (explanation.Origin is { } origin)
        {
            Line(text, "origin is asked", $"{origin.Method} {origin.Target}");
            foreach (var (name, value) in origin.Headers)
                Line(text, "", $"{name}: {value}");
        }

        foreach (var (status, ttl) in explanation.Ttl ?? new Dictionary<string, string>())
            Line(text, $"ttl of {status}", ttl);
        if (explanation.Tags is { Count: > 0 } tags)
            Line(text, "tags", string.Join(", ", tags));
        foreach (var (index, rule) in (explanation.RetiredBy ?? []).Index())
            Line(text, index == 0 ? "retired by" : "", rule);
        Line(text, "clients are told", explanation.ClientCacheControl is { } told ? $"Cache-Control: {told}" : null);
        var label = "limits";
        foreach (var (name, limit) in explanation.Limits ?? new Dictionary<string, string>())
        {
            Line(text, label, $"{name}: {limit}");
            label = "";
        }

        return text.ToString().TrimEnd();
    }

    private static void Line(StringBuilder text, string label, string? value)
    {
        if (value is not null)
            text.Append(label.PadRight(Column)).Append("  ").AppendLine(value);
    }
}
