using CachingGateway.Commands;
using CachingGateway.Fetching;
using Yarp.ReverseProxy.Configuration;

namespace CachingGateway.Hosting;

/// <summary>Which origins there are: YARP's own <c>ReverseProxy</c> section, or the one that <c>--origin</c> names.</summary>
internal static class Origins
{
    public static void Add(IServiceCollection services, IConfiguration settings, ServeOptions options)
    {
        var proxy = services.AddReverseProxy()
            .AddTransforms<OriginTransforms>()
            .ConfigureHttpClient(OriginConnections.Configure);
        if (options.Origin is { } origin)
            proxy.LoadFromMemory([Everything()], [Only(origin)]);
        else
            proxy.LoadFromConfig(settings.GetSection("ReverseProxy"));
    }

    /// <summary>What is wrong before YARP itself looks.</summary>
    public static IEnumerable<string> Faults(IConfiguration settings, ServeOptions options)
    {
        if (options.Origin is { } origin)
        {
            if (!origin.IsAbsoluteUri || origin.Scheme is not ("http" or "https") || origin.Query.Length > 0 || origin.Fragment.Length > 0)
                yield return $"--origin: found \"{origin}\"; allowed: an absolute http or https URL, such as https://api.example.org";
            yield break;
        }

        var routes = settings.GetSection("ReverseProxy:Routes").GetChildren().ToArray();
        if (routes.Length == 0)
            yield return "No origin: give --origin URL, or a ReverseProxy section with Routes and Clusters in the settings file";
        var clusters = settings.GetSection("ReverseProxy:Clusters").GetChildren().Select(cluster => cluster.Key).ToArray();
        foreach (var route in routes)
        {
            // YARP itself would start, and answer 503 to each request.
            if (route["ClusterId"] is var cluster && !clusters.Contains(cluster, StringComparer.OrdinalIgnoreCase))
                yield return $"{route.Path}:ClusterId: found \"{cluster}\", which is no cluster; allowed: {string.Join(", ", clusters)}";
        }

        // A hit is answered before these would be asked, and the gateway has none of them.
        string[] unsupported = ["AuthorizationPolicy", "CorsPolicy", "RateLimiterPolicy", "OutputCachePolicy"];
        foreach (var route in routes)
        {
            foreach (var member in unsupported)
            {
                if (route[member] is { Length: > 0 } policy && !IsNone(policy))
                    yield return $"{route.Path}:{member}: found \"{policy}\"; a hit would not pass it; allowed: nothing, anonymous or disable";
            }
        }
    }

    private static bool IsNone(string policy) =>
        policy.Equals("anonymous", StringComparison.OrdinalIgnoreCase) || policy.Equals("disable", StringComparison.OrdinalIgnoreCase);

    private static RouteConfig Everything() =>
        new() { RouteId = "origin", ClusterId = "origin", Match = new RouteMatch { Path = "{**path}" } };

    private static ClusterConfig Only(Uri origin) => new()
    {
        ClusterId = "origin",
        Destinations = new Dictionary<string, DestinationConfig>(StringComparer.Ordinal) { ["origin"] = new() { Address = origin.AbsoluteUri } },
    };
}
