using System.Text;

namespace CachingGateway.TestKit;

/// <summary>A whole response of the gateway.</summary>
internal sealed record GatewayResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary><c>X-Cache-Status</c>.</summary>
    public string? CacheStatus => Header("X-Cache-Status");

    /// <summary>The reason in the last member of <c>Cache-Status</c>: its <c>detail</c>, or <see langword="null"/>.</summary>
    public string? Detail => Header("Cache-Status")?.Split(',')[^1].Split(';').Select(p => p.Trim())
        .FirstOrDefault(p => p.StartsWith("detail=", StringComparison.Ordinal))?["detail=".Length..].Trim('"');

    /// <summary>The values of a field joined by a comma, or <see langword="null"/>.</summary>
    public string? Header(string name) => FieldLines.Joined(Headers, name);

    /// <summary>The values of a field, line by line.</summary>
    public IReadOnlyList<string> All(string name) => FieldLines.All(Headers, name);

    public override string ToString() => $"{Status} {CacheStatus} {Detail}: {Text}";

    public static async Task<GatewayResponse> ReadAsync(HttpResponseMessage message)
    {
        var lines = message.Headers.NonValidated.Concat(message.Content.Headers.NonValidated)
            .SelectMany(h => h.Value, (h, value) => KeyValuePair.Create(h.Key, value));
        return new GatewayResponse((int)message.StatusCode, [.. lines], await message.Content.ReadAsByteArrayAsync());
    }
}
