using CachingGateway.Http;
using CachingGateway.Keys;
using CachingGateway.Policies;
using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Fetching;

/// <summary>
/// A request as the origin is sent it in the name of a key: with no header field but those that the route forwards, so that nothing
/// which is not keyed can decide what comes back.
/// </summary>
internal static class KeyedRequest
{
    /// <param name="route">The route.</param>
    /// <param name="key">The request's key.</param>
    /// <param name="head">The client's request.</param>
    /// <param name="body">The keyed body in its canonical form; empty where none is keyed.</param>
    public static IHttpRequestFeature Of(RouteRules route, RequestKey key, in RequestHead head, ReadOnlyMemory<byte> body)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        route.Key.CopyForwardedHeaders(head, key, headers);
        // Scheme and host reach the origin (as X-Forwarded-*) only where they are keyed.
        var isHostKeyed = route.Key.Settings.Host;
        if (isHostKeyed)
            headers.Host = head.Host;
        if (body.Length > 0)
            headers.ContentLength = body.Length;
        return new HttpRequestFeature
        {
            Method = head.Method,
            Scheme = isHostKeyed ? head.Scheme : Uri.UriSchemeHttp,
            Protocol = HttpProtocol.Http11,
            Path = PathString.FromUriComponent(key.ForwardedPath).Value!,
            PathBase = "",
            QueryString = key.ForwardedQuery,
            RawTarget = key.ForwardedPath + key.ForwardedQuery,
            Headers = headers,
            Body = body.Length > 0 ? new MemoryStream(body.ToArray(), writable: false) : Stream.Null,
        };
    }
}
