using CachingGateway.Invalidation.Logs;

namespace CachingGateway.Invalidation;

/// <summary>
/// Tells the other replicas how far this one is. Each confirmation says all that those before it said, so under load one stands for
/// many; a single invalidation waits for none.
/// </summary>
/// <param name="log">Tells the others; of a log that nobody else uses nothing is told.</param>
/// <param name="time">The clock.</param>
/// <param name="position">How far this replica is now.</param>
internal sealed class ConfirmationSender(IInvalidationLog log, TimeProvider time, Func<Confirmation?> position)
{
    /// <summary>How far confirmations are apart when there are many.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(1);

    /// <summary>How many may follow each other at once.</summary>
    private const int Burst = 4;

    private readonly long[] _sentAt = new long[Burst];
    private int _sent;
    private int _isSending;

    /// <summary>Sees to it that the position of now is told soon.</summary>
    public void Send()
    {
        if (log.IsShared && Interlocked.Exchange(ref _isSending, 1) == 0)
            _ = SendAsync();
    }

    private async Task SendAsync()
    {
        Confirmation? said = null;
        while (position() is { } now && now != said)
        {
            log.Confirm(now);
            said = now;
            if (Pause() is var pause && pause > TimeSpan.Zero)
                await Task.Delay(pause, time);
        }

        Volatile.Write(ref _isSending, 0);
        // What was applied between the last look and here is said by the next one.
        if (position() != said)
            Send();
    }

    // The last few may lie as close as they like, as long as all of them together took their time.
    private TimeSpan Pause()
    {
        var now = time.GetTimestamp();
        _sentAt[_sent] = now;
        _sent = (_sent + 1) % Burst;
        return (Burst * Gap) - time.GetElapsedTime(_sentAt[_sent], now);
    }
}
