using CachingGateway.Commands;
using SampleOrigin;

namespace CachingGateway.Hosting;

/// <summary>A sample origin and a gateway before it.</summary>
internal sealed class Demo : IAsyncDisposable
{
    private const string UsualPolicy = "config/demo.json";

    // The demo may run with any policy; those of real systems have a secret of their own. This one everybody knows.
    private const string SecretVariable = "WEBHOOK_SECRET";
    private const string UsualSecret = "whsec_ZGVtbzogZm9yIHRoaXMgbWFjaGluZSBvbmx5LCBubyBzZWNyZXQgYXQgYWxs";

    private readonly SampleOriginServer _origin;

    private Demo(SampleOriginServer origin, GatewayApplication gateway, string policy)
    {
        (_origin, Gateway) = (origin, gateway);
        Tour = new DemoTour(gateway.DataAddresses[0], gateway.ManagementAddresses[0], origin.Address, policy);
    }

    public GatewayApplication Gateway { get; }

    public DemoTour Tour { get; }

    /// <param name="options">Listeners and policy; the origin is the demo's own.</param>
    /// <param name="originPort">Where the origin listens; 0: any free port.</param>
    /// <exception cref="StartException">It cannot start.</exception>
    public static async Task<Demo> StartAsync(ServeOptions options, int originPort = 0)
    {
        var policy = Path.GetFullPath(options.Policy ?? FindPolicy());
        if (Environment.GetEnvironmentVariable(SecretVariable) is null or "")
            Environment.SetEnvironmentVariable(SecretVariable, UsualSecret);
        var origin = await StartOriginAsync(new Uri($"http://127.0.0.1:{originPort}"), $"--origin-port {originPort}");
        try
        {
            var gateway = await GatewayApplication.StartAsync(options with { Origin = origin.Address, Policy = policy });
            return new Demo(origin, gateway, policy);
        }
        catch
        {
            await origin.DisposeAsync();
            throw;
        }
    }

    /// <param name="url">Where it listens.</param>
    /// <param name="option">What said so, for the message if that cannot be.</param>
    /// <exception cref="StartException">It cannot listen there.</exception>
    public static async Task<SampleOriginServer> StartOriginAsync(Uri url, string option)
    {
        try
        {
            return await SampleOriginServer.StartAsync(new SampleOriginOptions { Url = url });
        }
        catch (IOException exception)
        {
            throw new StartException($"{option}: {exception.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await _origin.DisposeAsync();
    }

    // In a clone the file that is under version control, so that an edit is where one looks for it; else the program's own copy.
    private static string FindPolicy() =>
        File.Exists(UsualPolicy) ? UsualPolicy : Path.Combine(AppContext.BaseDirectory, UsualPolicy);
}
