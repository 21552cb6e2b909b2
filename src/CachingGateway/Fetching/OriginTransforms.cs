using CachingGateway.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace CachingGateway.Fetching;

/// <summary>
/// What happens to every request that YARP sends and to every answer it gets, on all its routes, after the operator's own
/// transforms.
/// </summary>
internal sealed class OriginTransforms : ITransformProvider
{
    /// <summary>The gateway's entry in <c>Via</c> (RFC 9110 §7.6.3).</summary>
    public const string ViaEntry = "1.1 CachingGateway";

    /// <summary>YARP's own default for <c>HttpRequest:ActivityTimeout</c>.</summary>
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(100);

    private readonly TargetMemo _targets = new();

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        context.AddRequestTransform(OnRequest);
        // Built anew by YARP whenever the cluster's settings change.
        var patience = context.Cluster?.HttpRequest?.ActivityTimeout ?? UsualPatience;
        context.AddResponseTransform(response => OnResponse(response, patience));
    }

    private ValueTask OnRequest(RequestTransformContext context)
    {
        // RFC 7239's field is not ours to pass on: the gateway says who asked in its own X-Forwarded-* (RFC 7239 §4).
        context.ProxyRequest.Headers.Remove(FieldNames.Forwarded);
        context.ProxyRequest.Headers.TryAddWithoutValidation(HeaderNames.Via, ViaEntry);
        if (TargetAsWritten(context) is { } target)
            context.ProxyRequest.RequestUri = target;
        context.HttpContext.Features.GetRequiredFeature<IOriginExchange>().Call
            .Send(context.HttpContext.Request.Headers, context.ProxyRequest, context.DestinationPrefix);
        return ValueTask.CompletedTask;
    }

    private static ValueTask OnResponse(ResponseTransformContext context, TimeSpan patience)
    {
        if (context.ProxyResponse is not { } answer)
            return ValueTask.CompletedTask;
        var headers = context.HttpContext.Response.Headers;
        if (answer.Headers.NonValidated.TryGetValues(HeaderNames.Connection, out var connection))
            Drop(headers, connection.Count == 1 ? connection.ToString() : connection.ToArray());
        headers.Via = StringValues.Concat(headers.Via, ViaEntry);
        var exchange = context.HttpContext.Features.GetRequiredFeature<IOriginExchange>();
        exchange.Call.Answer((int)answer.StatusCode);
        var heard = exchange.OnAnswerAsync(context.HttpContext, answer);
        return heard.IsCompletedSuccessfully
            ? PassBodyOn(context, exchange, answer, patience)
            : PassBodyOnAfterAsync(heard, context, exchange, answer, patience);
    }

    private static ValueTask PassBodyOn(
        ResponseTransformContext context, IOriginExchange exchange, HttpResponseMessage answer, TimeSpan patience)
    {
        if (context.SuppressResponseBody || !AnswerBody.IsPlain(context.HttpContext, answer) || !exchange.TakesBody)
            return ValueTask.CompletedTask;
        context.SuppressResponseBody = true;
        return exchange.PassBodyOnAsync(context.HttpContext, answer, patience);
    }

    private static async ValueTask PassBodyOnAfterAsync(
        ValueTask heard, ResponseTransformContext context, IOriginExchange exchange, HttpResponseMessage answer, TimeSpan patience)
    {
        await heard;
        await PassBodyOn(context, exchange, answer, patience);
    }

    // What the origin meant for this connection alone; YARP knows a fixed list and not these.
    private static void Drop(IHeaderDictionary headers, StringValues connection)
    {
        foreach (var field in ConnectionOptions.FieldsToDrop(connection))
            headers.Remove(field);
    }

    // The very bytes that were matched and keyed, where no transform of the operator's has made another target of them: YARP
    // would decode the path and encode it anew in its own way.
    private Uri? TargetAsWritten(RequestTransformContext context)
    {
        var request = context.HttpContext.Request;
        var raw = context.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        var isWritten = context.ProxyRequest.RequestUri is null
            && raw is ['/', ..]
            && !request.PathBase.HasValue
            && context.Path == request.Path
            && context.Query.QueryString == request.QueryString
            && !raw.AsSpan().ContainsAnyExceptInRange('!', '~');
        return isWritten ? _targets.Find(context.DestinationPrefix, raw!) : null;
    }
}
