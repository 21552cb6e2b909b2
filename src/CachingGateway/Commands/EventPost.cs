using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CachingGateway.Http;
using CachingGateway.Invalidation.Events;
using CachingGateway.Policies.Events;

namespace CachingGateway.Commands;

/// <summary>What a gateway answered to an event.</summary>
internal sealed record EventAnswer
{
    /// <summary>The event's id, to send the same delivery again.</summary>
    public required string Id { get; init; }

    public required int Status { get; init; }

    /// <summary>Generation and sequence, as clients send them with <c>X-Cache-Min-Sequence</c>; <see langword="null"/>: nothing was retired.</summary>
    public string? CacheSequence { get; init; }

    /// <summary>The body, where it is JSON.</summary>
    public JsonElement? Answer { get; init; }
}

/// <summary>Signs one event and posts it.</summary>
/// <param name="management">The gateway's management listener, or one for events.</param>
/// <param name="source">The source's name there.</param>
/// <param name="scheme">How it signs.</param>
/// <param name="secret">With what.</param>
internal sealed class EventPost(Uri management, string source, WebhookScheme scheme, byte[] secret, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The payload as Standard Webhooks recommends it.</summary>
    public static byte[] Payload(string type, JsonElement? data, DateTimeOffset now)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WriteString("timestamp", now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            writer.WritePropertyName("data");
            if (data is { } given)
                given.WriteTo(writer);
            else
                writer.WriteRawValue("{}");
            writer.WriteEndObject();
        }

        return text.ToArray();
    }

    /// <exception cref="HttpRequestException">The gateway cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">It did not answer in time.</exception>
    public async Task<EventAnswer> SendAsync(string id, byte[] body, CancellationToken cancellation)
    {
        var fields = new HeaderDictionary();
        WebhookSignature.Sign(scheme, secret, id, time.GetUtcNow(), body, fields);
        if (scheme == WebhookScheme.HubSha256)
            fields[FieldNames.XGitHubDelivery] = id;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(management, $"/events/{Uri.EscapeDataString(source)}"))
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        foreach (var (name, value) in fields)
            request.Headers.TryAddWithoutValidation(name, value.ToString());
        using var client = new HttpClient { Timeout = Patience };
        using var response = await client.SendAsync(request, cancellation);
        return new EventAnswer
        {
            Id = id,
            Status = (int)response.StatusCode,
            CacheSequence = response.Headers.TryGetValues(FieldNames.XCacheSequence, out var sequence) ? sequence.First() : null,
            Answer = Json(await response.Content.ReadAsByteArrayAsync(cancellation)),
        };
    }

    private static JsonElement? Json(byte[] body)
    {
        try
        {
            return JsonElement.Parse(Encoding.UTF8.GetString(body));
        }
        catch (JsonException)
        {
            // Something else than a gateway answered.
            return null;
        }
    }
}
