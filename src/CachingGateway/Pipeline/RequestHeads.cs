using CachingGateway.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Pipeline;

/// <summary>Takes from a request what matching and keying need.</summary>
internal static class RequestHeads
{
    public static RequestHead Of(IHttpRequestFeature request) =>
        new(request.Method, request.Scheme, request.Headers.Host.ToString(), request.RawTarget, request.Headers);

    public static RequestHead Of(HttpContext context) => Of(context.Features.GetRequiredFeature<IHttpRequestFeature>());
}
