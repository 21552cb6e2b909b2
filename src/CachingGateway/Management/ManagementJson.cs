using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CachingGateway.Management;

/// <summary>Its members are written in snake_case, as Redis names such figures.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SnakeCaseAttribute : Attribute;

/// <summary>How answers are written, and read by the commands.</summary>
internal static class ManagementJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    public static void Configure(JsonSerializerOptions options)
    {
        // Answers are JSON and nothing else: quotes and angle brackets may stand as they are.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameInSnakeCase } };
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        return options;
    }

    private static void NameInSnakeCase(JsonTypeInfo type)
    {
        if (!type.Type.IsDefined(typeof(SnakeCaseAttribute), inherit: false))
            return;
        foreach (var property in type.Properties)
            property.Name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
    }
}
