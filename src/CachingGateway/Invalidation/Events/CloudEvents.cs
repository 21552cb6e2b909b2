using System.Text.Json;
using CachingGateway.Http;

namespace CachingGateway.Invalidation.Events;

/// <summary>How a request carries CloudEvents 1.0 (HTTP protocol binding §3).</summary>
internal enum CloudEventMode
{
    /// <summary>It carries none.</summary>
    None,

    /// <summary>One as JSON.</summary>
    Structured,

    /// <summary>An array of them.</summary>
    Batch,

    /// <summary>Its attributes are header fields, and its data is the body.</summary>
    Binary,
}

/// <summary>Reads CloudEvents.</summary>
internal static class CloudEvents
{
    private const string StructuredType = "application/cloudevents+json";
    private const string BatchType = "application/cloudevents-batch+json";
    private const string SpecVersion = "specversion";
    private const string Data = "data";

    public static CloudEventMode ModeOf(IHeaderDictionary headers) =>
        headers.ContentType.ToString().Split(';')[0].Trim().ToLowerInvariant() switch
        {
            StructuredType => CloudEventMode.Structured,
            BatchType => CloudEventMode.Batch,
            _ => headers.ContainsKey(FieldNames.CloudEventPrefix + SpecVersion) ? CloudEventMode.Binary : CloudEventMode.None,
        };

    /// <summary>
    /// Makes of an event in binary mode what it would be in structured mode; <see langword="null"/>: its body is no JSON.
    /// </summary>
    public static JsonDocument? Compose(IHeaderDictionary headers, byte[] body)
    {
        if (body.Length > 0)
        {
            using var data = EventJson.Parse(body);
            if (data is null)
                return null;
        }

        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in headers)
            {
                // Values are percent-encoded (§3.1.3.2), and data is no attribute. What is no escape stays as it is: were anything lost,
                // two events could have one id, and the second no effect.
                if (name.StartsWith(FieldNames.CloudEventPrefix, StringComparison.OrdinalIgnoreCase)
                    && name[FieldNames.CloudEventPrefix.Length..].ToLowerInvariant() is var attribute and not Data)
                {
                    writer.WriteString(attribute, Uri.UnescapeDataString(value.ToString()));
                }
            }

            if (body.Length > 0)
            {
                writer.WritePropertyName(Data);
                writer.WriteRawValue(body, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return EventJson.Parse(text.ToArray(), EventJson.MaxDepth + 1);
    }

    /// <summary>Whether it has what every CloudEvent has (CloudEvents §3.1).</summary>
    public static bool IsWhole(JsonElement each) =>
        Text(each, "id").Length > 0 && Text(each, "source").Length > 0 && Text(each, "type").Length > 0
        && Text(each, SpecVersion).Length > 0;

    /// <summary>What makes an event unique: its source, and its id there.</summary>
    public static IEnumerable<string> IdOf(JsonElement each) => [Text(each, "source"), Text(each, "id")];

    private static string Text(JsonElement each, string member) =>
        each.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
