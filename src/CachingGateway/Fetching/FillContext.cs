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
        var request = KeyedRequest.Of(fill.Request.Route, fill.Request.Key, fill.Request.Head, fill.Request.Body);
        if (fill.Validated is { } validated)
            Revalidation.Ask(validated, request.Headers);
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(fill.Request.Body.Length > 0));
        features.Set<IHttpResponseFeature>(exchange);
        features.Set<IHttpResponseBodyFeature>(exchange);
        features.Set<IHttpResponseTrailersFeature>(exchange);
        features.Set<IHttpRequestLifetimeFeature>(exchange);
        features.Set<IOriginExchange>(exchange);
        return new DefaultHttpContext(features) { RequestServices = services };
    }

    private sealed class BodyDetection(bool canHaveBody) : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => canHaveBody;
    }
}
