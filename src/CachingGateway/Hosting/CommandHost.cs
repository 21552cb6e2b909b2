using CachingGateway.Commands;

namespace CachingGateway.Hosting;

/// <summary>What commands do by starting something.</summary>
internal sealed class CommandHost : ICommandHost
{
    public async Task<int> ServeAsync(ServeOptions options)
    {
        try
        {
            await using var application = await GatewayApplication.StartAsync(options);
            await Task.Delay(Timeout.InfiniteTimeSpan, application.Stopping).ContinueWith(static _ => { }, TaskScheduler.Default);
            return 0;
        }
        catch (StartException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return CommandLine.Failed;
        }
    }
}
