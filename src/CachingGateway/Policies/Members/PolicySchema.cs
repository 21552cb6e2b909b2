using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CachingGateway.Policies.Members;

/// <summary>Writes the JSON Schema (draft 2020-12) of the policy file from the table that reads it.</summary>
internal static class PolicySchema
{
    /// <summary>The schema, indented, ending in a line break: what <c>config/policy.schema.json</c> holds.</summary>
    public static string Write()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            writer.WriteString("title", "The policy file of CachingGateway");
            PolicyMembers.PolicyFile.WriteWhole(writer);
            WriteDefinitions(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static JsonWriterOptions Options =>
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static void WriteDefinitions(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("$defs");
        writer.WriteStartObject("env");
        writer.WriteString("description", "A value from the environment: env:NAME, or env:NAME:default.");
        writer.WriteString("type", "string");
        writer.WriteString("pattern", Kinds.EnvironmentPattern);
        writer.WriteEndObject();
        foreach (var kind in new[] { PolicyMembers.RouteParts, PolicyMembers.WholeRoute })
        {
            writer.WriteStartObject(kind.Definition!);
            kind.WriteWhole(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
