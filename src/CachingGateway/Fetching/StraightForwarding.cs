using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace CachingGateway.Fetching;

/// <summary>
/// Hands a request whose YARP route is known straight to YARP's forwarder, where nothing between the two has anything to do: one
/// destination, no affinity, no passive health, no limits of the route's own. All others take YARP's pipeline. Everything is asked
/// of YARP's own models, so that a reload of its configuration holds from the next request on.
/// </summary>
internal sealed class StraightForwarding(IHttpForwarder forwarder, RequestDelegate pipeline)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>() is not { Cluster: { } cluster } route
            || !IsPlain(route.Config)
            || cluster.Model is not { } model
            || !IsPlain(model.Config)
            || cluster.DestinationsState is not { AllDestinations.Count: 1, AvailableDestinations: [var destination] }
            || destination.Model?.Config.Address is not { } address)
        {
            return pipeline(context);
        }

        var sending = forwarder.SendAsync(
            context, address, model.HttpClient, model.Config.HttpRequest ?? ForwarderRequestConfig.Empty, route.Transformer);
        return sending.IsCompletedSuccessfully ? Task.CompletedTask : sending.AsTask();
    }

    private static bool IsPlain(RouteConfig route) =>
        route is { Timeout: null, TimeoutPolicy: null, MaxRequestBodySize: null };

    private static bool IsPlain(ClusterConfig cluster) =>
        cluster.SessionAffinity is not { Enabled: true } && cluster.HealthCheck?.Passive is not { Enabled: true };
}
