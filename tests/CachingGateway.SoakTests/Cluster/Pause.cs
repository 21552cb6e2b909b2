namespace CachingGateway.SoakTests.Cluster;

/// <summary>Time that a soak lets pass on purpose. Nothing is asserted about it.</summary>
internal static class Pause
{
    public static async Task ForAsync(TimeSpan time)
    {
        if (time <= TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }

    /// <summary>As long, unless the soak ends before.</summary>
    public static async Task ForAsync(TimeSpan time, CancellationToken stopping)
    {
        try
        {
            using var timer = new PeriodicTimer(time);
            await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            // Whoever waits looks for himself.
        }
    }
}
