using CachingGateway.Commands;
using Yarp.ReverseProxy.Configuration;

namespace CachingGateway.Hosting;

/// <summary>Asks YARP what is wrong with its own section, without starting anything.</summary>
internal static class ProxyCheck
{
    public static async Task<IReadOnlyList<string>> FaultsAsync(IConfiguration settings, ServeOptions options)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddRouting().AddRequestTimeouts();
        Origins.Add(services, settings, options);
        await using var provider = services.BuildServiceProvider();
        var (validator, faults) = (provider.GetRequiredService<IConfigValidator>(), new List<string>());
        try
        {
            var config = provider.GetRequiredService<IProxyConfigProvider>().GetConfig();
            foreach (var route in config.Routes)
                faults.AddRange((await validator.ValidateRouteAsync(route)).Select(fault => fault.Message));
            foreach (var cluster in config.Clusters)
                faults.AddRange((await validator.ValidateClusterAsync(cluster)).Select(fault => fault.Message));
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException)
        {
            // A value that is not of its member's type.
            faults.Add($"ReverseProxy: {exception.GetBaseException().Message}");
        }

        return faults;
    }
}
