namespace CachingGateway.Policies.Events;

/// <summary>How a webhook proves where it is from.</summary>
internal enum WebhookScheme
{
    /// <summary>
    /// <c>webhook-id</c>, <c>webhook-timestamp</c> and <c>webhook-signature</c>: HMAC-SHA256 over <c>id.timestamp.body</c>.
    /// </summary>
    StandardWebhooks,

    /// <summary><c>X-Hub-Signature-256</c>: HMAC-SHA256 over the body.</summary>
    HubSha256,

    /// <summary>A fixed token in <c>Authorization</c>, as databases send.</summary>
    Bearer,
}

/// <summary>The words for the schemes, in the policy and on the command line.</summary>
internal static class WebhookSchemes
{
    public static IReadOnlyList<(string Word, WebhookScheme Value)> Words { get; } =
    [
        ("standard-webhooks", WebhookScheme.StandardWebhooks),
        ("hub-sha256", WebhookScheme.HubSha256),
        ("bearer", WebhookScheme.Bearer),
    ];
}

/// <summary>Who may post webhooks, and how they are read.</summary>
/// <param name="Name">Unique: it stands in the path <c>/events/{name}</c>.</param>
/// <param name="Scheme">How its webhooks are signed.</param>
/// <param name="Secrets">The keys' bytes, of which any one will do; at least one. Never shown.</param>
/// <param name="EventName">Gives an event's name from its payload.</param>
/// <param name="Limit">How many of its webhooks are taken.</param>
internal sealed record EventSource(
    string Name, WebhookScheme Scheme, IReadOnlyList<byte[]> Secrets, EventTemplate EventName, RateLimit Limit)
{
    /// <summary>The name of an event where the source says nothing.</summary>
    public const string UsualName = "{type}";
}
