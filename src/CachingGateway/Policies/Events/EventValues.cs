using System.Text.Json;
using CachingGateway.Keys;

namespace CachingGateway.Policies.Events;

/// <summary>What the templates of one event may name. JSON has to be sound: valid UTF-8, every escape a character.</summary>
internal sealed record EventValues
{
    public static EventValues None { get; } = new();

    public JsonElement? Payload { get; init; }

    public PathValues Path { get; init; } = PathValues.Empty;

    public JsonElement? Request { get; init; }

    public JsonElement? Response { get; init; }

    public JsonElement? Root(ValueSource source) => source switch
    {
        ValueSource.Payload => Payload,
        ValueSource.Request => Request,
        ValueSource.Response => Response,
        _ => null,
    };

    public string? PathValue(string name)
    {
        foreach (var (key, value) in Path.All)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }
}
