namespace CachingGateway.Pipeline;

/// <summary>Counts the requests that were under way when the gateway began to leave, so that it leaves after them.</summary>
internal sealed class InFlight(GatewayState state)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>Counts a request; one that comes while the gateway leaves is not waited for here, but by its connection.</summary>
    /// <returns>Whether it was counted.</returns>
    public bool Enter()
    {
        if (state.IsDraining)
            return false;
        Interlocked.Increment(ref _count);
        return true;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _count) == 0 && state.IsDraining)
            _done.TrySetResult();
    }

    /// <summary>Ends when those that were counted have ended, or when the time is over.</summary>
    public async Task WhenDoneAsync(TimeSpan atMost, TimeProvider time)
    {
        if (Volatile.Read(ref _count) == 0)
            return;
        await Task.WhenAny(_done.Task, Task.Delay(atMost, time));
    }
}
