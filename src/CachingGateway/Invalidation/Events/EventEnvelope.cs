using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CachingGateway.Http;
using CachingGateway.Policies.Events;

namespace CachingGateway.Invalidation.Events;

/// <summary>The events that one webhook brings.</summary>
internal sealed class EventEnvelope : IDisposable
{
    private readonly JsonDocument _document;

    private EventEnvelope(JsonDocument document, IReadOnlyList<JsonElement> events, string? delivery) =>
        (_document, Events, Delivery) = (document, events, delivery);

    /// <summary>The payloads, each an object.</summary>
    public IReadOnlyList<JsonElement> Events { get; }

    /// <summary>Tells deliveries apart, by what the scheme or the events' own format gives; <see langword="null"/>: nothing does.</summary>
    public string? Delivery { get; }

    /// <summary>Takes a body apart: an object, an array of them, or CloudEvents in any of their modes.</summary>
    /// <param name="problem">What is wrong with it.</param>
    public static bool TryOpen(
        EventSource source, IHeaderDictionary headers, byte[] body,
        [NotNullWhen(true)] out EventEnvelope? envelope, [NotNullWhen(false)] out string? problem)
    {
        envelope = null;
        var mode = CloudEvents.ModeOf(headers);
        var document = mode == CloudEventMode.Binary ? CloudEvents.Compose(headers, body) : EventJson.Parse(body);
        if (document is null)
        {
            problem = $"The body is no JSON in UTF-8, is nested deeper than {EventJson.MaxDepth}, or repeats a member.";
            return false;
        }

        if (!TryList(document.RootElement, mode, out var events, out problem))
        {
            document.Dispose();
            return false;
        }

        envelope = new EventEnvelope(document, events, DeliveryOf(source, headers, mode, events));
        return true;
    }

    public void Dispose() => _document.Dispose();

    private static bool TryList(
        JsonElement root, CloudEventMode mode, out IReadOnlyList<JsonElement> events, [NotNullWhen(false)] out string? problem)
    {
        events = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
        if (mode == CloudEventMode.Batch && root.ValueKind != JsonValueKind.Array)
            problem = "A batch of CloudEvents is an array.";
        else if (mode == CloudEventMode.Structured && root.ValueKind != JsonValueKind.Object)
            problem = "A CloudEvent is an object.";
        else if (events.Any(each => each.ValueKind != JsonValueKind.Object))
            problem = "An event is a JSON object; a body is one, or an array of them.";
        else if (mode != CloudEventMode.None && !events.All(CloudEvents.IsWhole))
            problem = "A CloudEvent has id, source, specversion and type.";
        else
            problem = null;
        return problem is null;
    }

    /// <summary>What is signed goes before what is not.</summary>
    private static string? DeliveryOf(
        EventSource source, IHeaderDictionary headers, CloudEventMode mode, IReadOnlyList<JsonElement> events)
    {
        if (source.Scheme == WebhookScheme.StandardWebhooks)
            return DeliveryId.Of(source.Name, WebhookSignature.IdOf(headers) ?? "");
        if (mode != CloudEventMode.None && events.Count > 0)
            return DeliveryId.Of(source.Name, [.. events.SelectMany(CloudEvents.IdOf)]);
        return source.Scheme == WebhookScheme.HubSha256 && headers[FieldNames.XGitHubDelivery] is [{ Length: > 0 } id]
            ? DeliveryId.Of(source.Name, id)
            : null;
    }
}
