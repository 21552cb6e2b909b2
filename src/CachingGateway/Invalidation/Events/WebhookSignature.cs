using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CachingGateway.Http;
using CachingGateway.Observability;
using CachingGateway.Policies.Events;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Invalidation.Events;

/// <summary>Proves, and makes, the signatures of webhooks. Secrets are compared in constant time.</summary>
internal static class WebhookSignature
{
    /// <summary>How far the time of signing may be away, both ways (Standard Webhooks).</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The longest id of a webhook, in characters.</summary>
    public const int MaxIdChars = 256;

    private const string Version = "v1,";
    private const string HubPrefix = "sha256=";
    private const string BearerPrefix = "Bearer ";

    /// <summary>Looks at what can be known before the body is read; <see cref="EventReason.Taken"/>: nothing is wrong yet.</summary>
    public static EventReason Examine(EventSource source, IHeaderDictionary headers, DateTimeOffset now)
    {
        switch (source.Scheme)
        {
            case WebhookScheme.Bearer:
                return IsBearer(source, headers) ? EventReason.Taken : EventReason.BadSignature;
            case WebhookScheme.HubSha256:
                return Single(headers, FieldNames.XHubSignature256) is null ? EventReason.BadSignature : EventReason.Taken;
            default:
                if (IdOf(headers) is null || headers[FieldNames.WebhookSignature].Count == 0
                    || Single(headers, FieldNames.WebhookTimestamp) is not { } time
                    || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                {
                    return EventReason.BadSignature;
                }

                var away = Math.Abs((decimal)seconds - now.ToUnixTimeMilliseconds() / 1000m);
                return away <= (decimal)Tolerance.TotalSeconds ? EventReason.Taken : EventReason.BadTime;
        }
    }

    /// <summary>Whether one of the source's secrets signed this body. <see cref="Examine"/> let the fields through.</summary>
    public static bool Proves(EventSource source, IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        if (source.Scheme == WebhookScheme.Bearer)
            return true;
        var offered = source.Scheme == WebhookScheme.HubSha256 ? OfferedByHub(headers) : OfferedByStandard(headers);
        var proved = false;
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var secret in source.Secrets)
        {
            Hash(source.Scheme, secret, headers, body, expected);
            foreach (var signature in offered)
                proved |= CryptographicOperations.FixedTimeEquals(signature, expected);
        }

        return proved;
    }

    /// <summary>The id of a Standard Webhook; <see langword="null"/>: none, several, or one that is too long.</summary>
    public static string? IdOf(IHeaderDictionary headers) =>
        Single(headers, FieldNames.WebhookId) is { Length: > 0 and <= MaxIdChars } id ? id : null;

    /// <summary>Sets the fields by which a source proves a body.</summary>
    public static void Sign(
        WebhookScheme scheme, byte[] secret, string id, DateTimeOffset now, ReadOnlySpan<byte> body, IHeaderDictionary headers)
    {
        if (scheme == WebhookScheme.Bearer)
        {
            headers.Authorization = BearerPrefix + Encoding.UTF8.GetString(secret);
            return;
        }

        if (scheme == WebhookScheme.StandardWebhooks)
        {
            headers[FieldNames.WebhookId] = id;
            headers[FieldNames.WebhookTimestamp] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(scheme, secret, headers, body, hash);
        if (scheme == WebhookScheme.StandardWebhooks)
            headers[FieldNames.WebhookSignature] = Version + Convert.ToBase64String(hash);
        else
            headers[FieldNames.XHubSignature256] = HubPrefix + Convert.ToHexStringLower(hash);
    }

    private static void Hash(
        WebhookScheme scheme, byte[] secret, IHeaderDictionary headers, ReadOnlySpan<byte> body, Span<byte> hash)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        if (scheme == WebhookScheme.StandardWebhooks)
            hmac.AppendData(Encoding.Latin1.GetBytes($"{headers[FieldNames.WebhookId]}.{headers[FieldNames.WebhookTimestamp]}."));
        hmac.AppendData(body);
        hmac.GetHashAndReset(hash);
    }

    /// <summary>Separated by spaces, each with its version; of other versions nothing is known here.</summary>
    private static List<byte[]> OfferedByStandard(IHeaderDictionary headers)
    {
        var offered = new List<byte[]>();
        foreach (var text in headers[FieldNames.WebhookSignature].SelectMany(value => (value ?? "").Split(' ')))
        {
            var signature = new byte[text.Length];
            if (text.StartsWith(Version, StringComparison.Ordinal)
                && Convert.TryFromBase64String(text[Version.Length..], signature, out var length))
            {
                offered.Add(signature[..length]);
            }
        }

        return offered;
    }

    private static List<byte[]> OfferedByHub(IHeaderDictionary headers)
    {
        var signature = new byte[SHA256.HashSizeInBytes];
        return Single(headers, FieldNames.XHubSignature256) is { } text
            && text.StartsWith(HubPrefix, StringComparison.Ordinal)
            && Convert.FromHexString(text.AsSpan(HubPrefix.Length), signature, out _, out var length) == System.Buffers.OperationStatus.Done
            && length == signature.Length
            ? [signature]
            : [];
    }

    private static bool IsBearer(EventSource source, IHeaderDictionary headers)
    {
        if (Single(headers, HeaderNames.Authorization) is not { } field
            || !field.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // Hashes are of one length, so that the time taken tells nothing of the token's.
        var offered = SHA256.HashData(Encoding.Latin1.GetBytes(field[BearerPrefix.Length..].Trim(' ')));
        var proved = false;
        foreach (var secret in source.Secrets)
            proved |= CryptographicOperations.FixedTimeEquals(SHA256.HashData(secret), offered);
        return proved;
    }

    private static string? Single(IHeaderDictionary headers, string name) =>
        headers[name] is { Count: 1 } values ? values[0] : null;
}
