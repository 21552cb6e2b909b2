using System.Text;
using System.Text.Json;

namespace CachingGateway.Commands;

/// <summary>An answer to an event for people.</summary>
internal static class EventAnswerText
{
    private const int Column = 10;

    public static bool IsRefused(EventAnswer answer) => answer.Status is < 200 or > 299;

    public static string Write(EventAnswer answer)
    {
        var body = answer.Answer is { ValueKind: JsonValueKind.Object } json ? json : default;
        if (IsRefused(answer))
        {
            var reason = Text(body, "reason") is { Length: > 0 } token ? $" ({token})" : "";
            return $"refused: {answer.Status}{reason} {Text(body, "detail")}".TrimEnd();
        }

        if (answer.CacheSequence is null)
            return $"nothing to retire: {Text(body, "reason")}";
        var replicas = body.TryGetProperty("replicas", out var found) ? found : default;
        var text = new StringBuilder();
        Line(text, "sequence", answer.CacheSequence);
        Line(text, "retired", $"{Text(body, "targets")} targets of {Text(body, "rules")} rules");
        Line(text, "replicas", $"{Text(replicas, "confirmed")} of {Text(replicas, "live")} confirmed");
        Line(text, "time", $"{Text(body, "elapsedMs")} ms");
        Line(text, "id", answer.Id);
        return text.ToString().TrimEnd();
    }

    private static string Text(JsonElement json, string member) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out var value) ? value.ToString() : "";

    private static void Line(StringBuilder text, string label, string value) =>
        text.Append(label.PadRight(Column)).Append("  ").AppendLine(value);
}
