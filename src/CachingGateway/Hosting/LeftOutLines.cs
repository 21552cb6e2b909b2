using CachingGateway.Observability;

namespace CachingGateway.Hosting;

/// <summary>Tells once a second how many log lines were left out, and of which kind.</summary>
internal sealed class LeftOutLines(LogLimit limit, TimeProvider time, ILogger<LeftOutLines> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Tell();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Tell();
    }

    private void Tell()
    {
        foreach (var (name, lines) in limit.TakeLeftOut())
            Log.LeftOut(logger, lines, name);
    }
}
