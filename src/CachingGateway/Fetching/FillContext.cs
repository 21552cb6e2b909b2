using CachingGateway.Entries;
using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Fetching;

/// <summary>
/// Makes the request that a fill sends through routing and YARP: one of its own, with nothing of the client's connection, and
/// with no header field but those that the route forwards.
/// </summary>
internal sealed class FillContext(IServiceProvider services)
{
    public DefaultHttpContext Create(Fill fill, FillExchange exchange)
    {
        var features = new FeatureCollection(initialCapacity: 8);
        features.Set<IHttpRequestFeature>(RequestOf(fill.Request, fill.Validated));
        features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(fill.Request.Body.Length > 0));
        features.Set<IHttpResponseFeature>(exchange);
        features.Set<IHttpResponseBodyFeature>(exchange);
        features.Set<IHttpResponseTrailersFeature>(exchange);
        features.Set<IHttpRequestLifetimeFeature>(exchange);
        features.Set<IOriginExchange>(exchange);
        return new DefaultHttpContext(features) { RequestServices = services };
    }

    private static HttpRequestFeature RequestOf(FillRequest request, CacheEntry? validated)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        request.Route.Key.CopyForwardedHeaders(request.Head, request.Key, headers);
        // Scheme and host reach the origin (as X-Forwarded-*) only where they are keyed.
        var isHostKeyed = request.Route.Key.Settings.Host;
        if (isHostKeyed)
            headers.Host = request.Head.Host;
        if (validated is not null)
            Revalidation.Ask(validated, headers);
        if (request.Body.Length > 0)
            headers.ContentLength = request.Body.Length;
        return new HttpRequestFeature
        {
            Method = request.Head.Method,
            Scheme = isHostKeyed ? request.Head.Scheme : Uri.UriSchemeHttp,
            Protocol = HttpProtocol.Http11,
            Path = PathString.FromUriComponent(request.Key.ForwardedPath).Value!,
            PathBase = "",
            QueryString = request.Key.ForwardedQuery,
            RawTarget = request.Key.ForwardedPath + request.Key.ForwardedQuery,
            Headers = headers,
            Body = request.Body.Length > 0 ? new MemoryStream(request.Body.ToArray(), writable: false) : Stream.Null,
        };
    }

    private sealed class BodyDetection(bool canHaveBody) : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => canHaveBody;
    }
}
