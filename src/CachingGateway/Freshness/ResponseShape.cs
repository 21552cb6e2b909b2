using CachingGateway.Http;
using CachingGateway.Observability;
using CachingGateway.Policies;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Freshness;

/// <summary>Whether a response is a thing that can be kept whole and told again.</summary>
internal static class ResponseShape
{
    public static CacheReason Fault(in ResponseFacts response) => response switch
    {
        // A part of something (RFC 9111 §3.3), an answer to a condition, or not a final answer (RFC 9110 §15.2).
        { Status: < 200 or 206 or 304 or > 599 } => CacheReason.Status,
        _ when response.Headers.ContainsKey(HeaderNames.ContentRange) => CacheReason.Status,
        _ when IsOf(response.Headers, "text/event-stream") => CacheReason.EventStream,
        // A series of parts, each replacing the last, that ends when the connection does.
        _ when IsOf(response.Headers, "multipart/x-mixed-replace") => CacheReason.EventStream,
        _ when response.Headers.ContainsKey(HeaderNames.Trailer) => CacheReason.Trailers,
        // gRPC puts its status there and need not announce it.
        _ when IsOf(response.Headers, "application/grpc") => CacheReason.Trailers,
        _ => CacheReason.None,
    };

    /// <summary>Judges by <c>Content-Length</c>, so that nobody waits for a body that will not be kept.</summary>
    public static CacheReason LengthFault(long? length, RouteRules rules) => length switch
    {
        _ when length > rules.BodyMaxBytes => CacheReason.BodyTooLarge,
        _ when length < rules.BodyMinBytes => CacheReason.BodyTooSmall,
        _ => CacheReason.None,
    };

    /// <summary>Whether any content type given is this one, parameters and structured suffix (<c>+proto</c>) aside.</summary>
    private static bool IsOf(IHeaderDictionary headers, string mediaType)
    {
        foreach (var line in headers.ContentType)
        {
            var stated = HttpTokens.Trim(line);
            if (stated.StartsWith(mediaType, StringComparison.OrdinalIgnoreCase)
                && (stated.Length == mediaType.Length || stated[mediaType.Length] is ';' or ' ' or '\t' or ',' or '+'))
            {
                return true;
            }
        }

        return false;
    }
}
