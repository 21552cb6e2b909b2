using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CachingGateway.Policies.Reading;

namespace CachingGateway.Policies.Members;

/// <summary>The kinds of scalars that members have, each with its reading and its schema.</summary>
internal static partial class Kinds
{
    public const string EnvironmentPattern = "^env:[A-Za-z_][A-Za-z0-9_]*(:.*)?$";
    private const string DurationPattern = "^[0-9]+(ms|s|m|h|d)?$";
    private const string SizePattern = "^[0-9]+(B|KB|MB|GB|TB)?$";
    private const string PercentagePattern = "^[0-9]+(\\.[0-9]+)?%$";
    private const string RatePattern = "^[1-9][0-9]*/[smh]$";
    private const string AllowedDuration =
        "a duration like \"500ms\", \"30s\", \"5m\", \"24h\", \"7d\", or whole seconds, up to 3650d";

    public static ValueKind<TimeSpan> Duration { get; } = new ScalarKind<TimeSpan>(
        "which is no duration", AllowedDuration, TryParseDuration, writer => WriteNumberOr(writer, DurationPattern));

    /// <summary>A duration above zero.</summary>
    public static ValueKind<TimeSpan> Interval { get; } = new ScalarKind<TimeSpan>(
        "which is no duration above zero",
        AllowedDuration,
        (in ScalarValue scalar, out TimeSpan value) => TryParseDuration(scalar, out value) && value > TimeSpan.Zero,
        writer => WriteNumberOr(writer, DurationPattern, 1));

    public static ValueKind<long> Size { get; } = new ScalarKind<long>(
        "which is no size",
        "a size like \"512\", \"1KB\", \"10MB\", \"1GB\" (powers of 1024), or whole bytes",
        TryParseSize,
        writer => WriteNumberOr(writer, SizePattern));

    public static ValueKind<double> Percentage { get; } = new ScalarKind<double>(
        "which is no percentage", "a percentage from \"0%\" to \"100%\"", TryParsePercentage, writer => WriteText(
            writer, PercentagePattern));

    public static ValueKind<RateLimit> Rate { get; } = new ScalarKind<RateLimit>(
        "which is no rate", "a rate like \"10/s\", \"10/m\", \"10/h\"", TryParseRate, writer => WriteText(writer, RatePattern));

    public static ValueKind<bool> Flag { get; } = new ScalarKind<bool>(
        "which is neither true nor false",
        "true or false",
        (in ScalarValue scalar, out bool value) =>
            bool.TryParse(scalar.Text, out value) && (scalar.Type == ScalarType.Flag || scalar.FromEnvironment),
        writer => WriteAnyOf(writer, "boolean"));

    /// <summary>Any text that is not empty.</summary>
    public static ValueKind<string> Text { get; } = Like(NotBlank(), "which is no text", "a text that is not empty");

    /// <summary>A text of one form.</summary>
    public static ValueKind<string> Like(Regex form, string problem, string allowed) => new ScalarKind<string>(
        problem,
        allowed,
        (in ScalarValue scalar, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string value) =>
        {
            value = scalar.Text;
            return scalar.Type == ScalarType.Text && IsWhole(form, value);
        },
        writer => WriteText(writer, form.ToString()));

    /// <summary>
    /// Whether a text has a form to its very end: to .NET, unlike to JSON Schema, $ also stands before a last line break.
    /// </summary>
    public static bool IsWhole(Regex form, string text) => !text.EndsWith('\n') && form.IsMatch(text);

    public static ValueKind<long> Count(long least, long most) => new ScalarKind<long>(
        $"which is no whole number from {least} to {most}",
        $"a whole number from {least} to {most}",
        (in ScalarValue scalar, out long value) =>
            long.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
            && value >= least && value <= most
            && (scalar.Type == ScalarType.Number || scalar.FromEnvironment),
        writer => WriteAnyOf(writer, "integer", least, most));

    /// <summary>One of a closed set of words.</summary>
    public static ValueKind<T> Choice<T>(params (string Word, T Value)[] choices)
    {
        var allowed = string.Join(", ", choices.Select(choice => ScalarNode.Quote(choice.Word)));
        return new ScalarKind<T>(
            "which is not one of the words known here",
            allowed,
            (in ScalarValue scalar, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value) =>
            {
                var text = scalar.Text;
                var at = scalar.Type == ScalarType.Text ? Array.FindIndex(choices, choice => choice.Word == text) : -1;
                value = at < 0 ? default : choices[at].Value;
                return at >= 0;
            },
            writer => WriteWords(writer, choices.Select(choice => choice.Word)));
    }

    private static void WriteWords(Utf8JsonWriter writer, IEnumerable<string> words)
    {
        writer.WriteStartArray("anyOf");
        writer.WriteStartObject();
        writer.WriteStartArray("enum");
        foreach (var word in words)
            writer.WriteStringValue(word);
        writer.WriteEndArray();
        writer.WriteEndObject();
        WriteEnvironment(writer);
        writer.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter writer, string pattern)
    {
        writer.WriteStartArray("anyOf");
        WritePattern(writer, pattern);
        WriteEnvironment(writer);
        writer.WriteEndArray();
    }

    private static void WriteNumberOr(Utf8JsonWriter writer, string pattern, int least = 0)
    {
        writer.WriteStartArray("anyOf");
        writer.WriteStartObject();
        writer.WriteString("type", "integer");
        writer.WriteNumber("minimum", least);
        writer.WriteEndObject();
        WritePattern(writer, pattern);
        WriteEnvironment(writer);
        writer.WriteEndArray();
    }

    private static void WriteAnyOf(Utf8JsonWriter writer, string type, long? least = null, long? most = null)
    {
        writer.WriteStartArray("anyOf");
        writer.WriteStartObject();
        writer.WriteString("type", type);
        if (least is not null)
            writer.WriteNumber("minimum", least.Value);
        if (most is not null)
            writer.WriteNumber("maximum", most.Value);
        writer.WriteEndObject();
        WriteEnvironment(writer);
        writer.WriteEndArray();
    }

    private static void WritePattern(Utf8JsonWriter writer, string pattern)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "string");
        writer.WriteString("pattern", pattern);
        writer.WriteEndObject();
    }

    private static void WriteEnvironment(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("$ref", "#/$defs/env");
        writer.WriteEndObject();
    }

    [GeneratedRegex("\\S", RegexOptions.None, 1000)]
    private static partial Regex NotBlank();
}
