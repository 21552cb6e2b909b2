using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CachingGateway.Commands;

/// <summary>What commands write for programs.</summary>
internal static class CommandJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // For terminals and files, never for a page: quotes and angle brackets may stand as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Option<bool> Option(string description) => new("--json") { Description = description };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);
}
