using System.Text;

namespace CachingGateway.Policies.Events;

/// <summary>Reads the keys that webhooks are signed with.</summary>
internal static class WebhookSecret
{
    /// <summary>Begins a secret of Standard Webhooks, as their libraries write it; they take it without, too.</summary>
    public const string Prefix = "whsec_";

    /// <summary>The least bytes that Standard Webhooks ask of a secret.</summary>
    public const int LeastBytes = 24;

    /// <summary>The key's bytes; <see langword="null"/> with a clause for a fault, which never shows the secret.</summary>
    public static byte[]? Read(string text, WebhookScheme scheme, out string problem)
    {
        problem = "";
        if (scheme != WebhookScheme.StandardWebhooks)
            return Encoding.UTF8.GetBytes(text);
        var base64 = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
        var key = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, key, out var length))
            problem = "which is no base64";
        else if (length < LeastBytes)
            problem = $"which is too short: {length} bytes";
        return problem.Length == 0 ? key[..length] : null;
    }
}
