using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Http;

/// <summary>The header fields that <see cref="HeaderNames"/> lacks.</summary>
internal static class FieldNames
{
    // What the gateway says of itself.
    public const string XCacheStatus = "X-Cache-Status";
    public const string XCacheKey = "X-Cache-Key";
    public const string XCacheAge = "X-Cache-Age";
    public const string XCacheTtl = "X-Cache-TTL";

    /// <summary>The number that an invalidation took, or the write that caused it: <c>generation.sequence</c>.</summary>
    public const string XCacheSequence = "X-Cache-Sequence";

    /// <summary>Asks for an answer that was held against that number at least.</summary>
    public const string XCacheMinSequence = "X-Cache-Min-Sequence";

    /// <summary>RFC 9211.</summary>
    public const string CacheStatus = "Cache-Status";

    // By which a client could tell the origin another address than the one that is keyed.

    /// <summary>RFC 7239.</summary>
    public const string Forwarded = "Forwarded";
    public const string XForwardedFor = "X-Forwarded-For";
    public const string XForwardedHost = "X-Forwarded-Host";
    public const string XForwardedPort = "X-Forwarded-Port";
    public const string XForwardedPrefix = "X-Forwarded-Prefix";
    public const string XForwardedProto = "X-Forwarded-Proto";
    public const string XHttpMethodOverride = "X-HTTP-Method-Override";
    public const string XOriginalHost = "X-Original-Host";
    public const string XOriginalUrl = "X-Original-URL";
    public const string XRewriteUrl = "X-Rewrite-URL";

    // Between an origin and the caches in front of it.

    /// <summary>RFC 9213, for caches of this kind.</summary>
    public const string CdnCacheControl = "CDN-Cache-Control";

    /// <summary>RFC 9213, for this product alone; clients do not see it.</summary>
    public const string OwnCacheControl = "CachingGateway-Cache-Control";
    /// <summary>RFC 9530.</summary>
    public const string ContentDigest = "Content-Digest";
    public const string SurrogateCapability = "Surrogate-Capability";
    public const string SurrogateControl = "Surrogate-Control";
    public const string SurrogateKey = "Surrogate-Key";

    public const string XRequestId = "X-Request-Id";

    // Of webhooks.

    /// <summary>Standard Webhooks: unique for each event, the same when it is sent again.</summary>
    public const string WebhookId = "webhook-id";
    public const string WebhookSignature = "webhook-signature";

    /// <summary>Seconds since 1970.</summary>
    public const string WebhookTimestamp = "webhook-timestamp";

    /// <summary>WebSub and GitHub: <c>sha256=</c> and hexadecimal digits.</summary>
    public const string XHubSignature256 = "X-Hub-Signature-256";
    public const string XGitHubDelivery = "X-GitHub-Delivery";

    /// <summary>Begins the fields of a CloudEvent in binary mode.</summary>
    public const string CloudEventPrefix = "ce-";

    // Of one connection only.
    public const string Http2Settings = "HTTP2-Settings";
    public const string ProxyAuthenticationInfo = "Proxy-Authentication-Info";

    /// <summary>
    /// The fields that belong to one connection and are neither forwarded, keyed nor stored, whether <c>Connection</c> names
    /// them or not (RFC 9110 §7.6.1, RFC 9111 §3.1). What else <c>Connection</c> names: <see cref="ConnectionOptions"/>.
    /// </summary>
    public static FrozenSet<string> HopByHop { get; } = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        HeaderNames.Connection,
        HeaderNames.KeepAlive,
        HeaderNames.ProxyAuthenticate,
        HeaderNames.ProxyAuthorization,
        HeaderNames.ProxyConnection,
        HeaderNames.TE,
        HeaderNames.Trailer,
        HeaderNames.TransferEncoding,
        HeaderNames.Upgrade,
        Http2Settings,
        ProxyAuthenticationInfo);
}
