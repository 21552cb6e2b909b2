using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Keys;

/// <summary>The request header fields that the gateway treats each in its own way.</summary>
internal static class RequestFields
{
    /// <summary>What is in every variant under policy freshness, because it is forwarded.</summary>
    public static readonly string[] BaseVariant = ["accept", "accept-language", "origin"];

    /// <summary>Forwarded although not keyed: what they tell the origin should not change the answer.</summary>
    public static readonly string[] Tracing = ["user-agent", "traceparent", "tracestate", "baggage", "x-request-id"];

    /// <summary>Credentials by custom; not standard, but never meant for sharing.</summary>
    public static readonly string[] Credentials =
    [
        "api-key", "apikey", "x-access-token", "x-amz-security-token", "x-api-key", "x-auth-key", "x-auth-token", "x-csrf-token",
        "x-goog-api-key", "x-session-token", "x-user-token",
    ];

    private static readonly string[] SecretByStandard =
        [HeaderNames.Authorization, HeaderNames.ProxyAuthorization, HeaderNames.Cookie];

    // Fields of one hop (RFC 9110 §7.6.1), of the connection's framing, of the cache itself, and those by which origins are
    // known to believe in another host, path, method or client than the one that is keyed.
    private static readonly FrozenSet<string> Never = new[]
    {
        HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.ProxyConnection, HeaderNames.ProxyAuthenticate,
        HeaderNames.ProxyAuthorization, HeaderNames.TE, HeaderNames.Trailer, HeaderNames.TransferEncoding, HeaderNames.Upgrade,
        "HTTP2-Settings",
        HeaderNames.Host, HeaderNames.ContentLength, HeaderNames.Expect, HeaderNames.MaxForwards, HeaderNames.Via,
        HeaderNames.CacheControl, HeaderNames.Pragma, HeaderNames.Range, HeaderNames.IfRange, HeaderNames.IfMatch,
        HeaderNames.IfNoneMatch, HeaderNames.IfModifiedSince, HeaderNames.IfUnmodifiedSince,
        "Forwarded", "X-Original-URL", "X-Rewrite-URL", "X-Original-Host", "X-Host", "X-Original-URI", "X-Original-Method",
        "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> ByOwnRule = new[]
    {
        HeaderNames.AcceptEncoding, HeaderNames.Authorization, HeaderNames.Cookie, HeaderNames.ContentType,
        HeaderNames.ContentEncoding,
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether no origin ever sees the client's field of this name on a looked-up request.</summary>
    public static bool IsNeverForwarded(string name) =>
        Never.Contains(name) || name.StartsWith(':') || name.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the field carries a secret of the client's, by standard or custom: to be masked wherever it is shown.</summary>
    public static bool IsCredential(string name) =>
        SecretByStandard.Contains(name, StringComparer.OrdinalIgnoreCase) || Credentials.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the field is forwarded by a rule of its own: in another form, or only where something else says so.
    /// </summary>
    public static bool HasOwnRule(string name) => ByOwnRule.Contains(name);

    /// <summary>Whether the field's value is a list whose white space means nothing, so that it may be normalised.</summary>
    public static bool IsNegotiationList(string name) =>
        name.Equals(HeaderNames.Accept, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.AcceptLanguage, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is a field name (RFC 9110 §5.1) or a cookie's: a token.</summary>
    public static bool IsToken(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
