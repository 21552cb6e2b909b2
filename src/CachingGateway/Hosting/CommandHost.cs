using CachingGateway.Commands;

namespace CachingGateway.Hosting;

/// <summary>What commands do by starting something, or by looking at what would be started.</summary>
internal sealed class CommandHost : ICommandHost
{
    public Task<int> ServeAsync(ServeOptions options) => RunAsync(async () =>
    {
        await using var gateway = await GatewayApplication.StartAsync(options);
        await UntilStoppedAsync(gateway.Stopping);
    });

    public Task<int> DemoAsync(ServeOptions options, int originPort, TextWriter output) => RunAsync(async () =>
    {
        await using var demo = await Demo.StartAsync(options, originPort);
        await output.WriteLineAsync(demo.Tour.ToString());
        await output.FlushAsync();
        await UntilStoppedAsync(demo.Gateway.Stopping);
    });

    public Task<int> OriginAsync(Uri url, TextWriter output) => RunAsync(async () =>
    {
        await using var origin = await Demo.StartOriginAsync(url, $"--url {url}");
        await output.WriteLineAsync($"the sample API listens on {origin.Address}");
        await output.FlushAsync();
        await UntilStoppedAsync(origin.Stopping);
    });

    public async Task<SettingsCheck> CheckSettingsAsync(ServeOptions options)
    {
        try
        {
            var (settings, file) = Settings.Gather(options, TimeProvider.System);
            using (file)
            {
                var faults = new List<string>();
                var gateway = GatewayOptions.Read(settings, faults);
                faults.AddRange(Origins.Faults(settings, options));
                faults.AddRange(ListenerCheck.Faults(settings, options));
                TelemetrySettings.Read(settings, faults);
                if (faults.Count == 0)
                    faults.AddRange(await ProxyCheck.FaultsAsync(settings, options));
                return new SettingsCheck(file?.Path, gateway.Policy is { Length: > 0 } policy ? policy : null, faults);
            }
        }
        catch (StartException exception)
        {
            return new SettingsCheck(null, options.Policy, [exception.Message]);
        }
    }

    private static async Task<int> RunAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (StartException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return CommandLine.Failed;
        }
    }

    private static Task UntilStoppedAsync(CancellationToken stopping) =>
        Task.Delay(Timeout.InfiniteTimeSpan, stopping).ContinueWith(static _ => { }, TaskScheduler.Default);
}
