namespace CachingGateway.UnitTests.Storage;

/// <summary>A clock that moves, and timers that fire, only when told to. A timestamp is a tick of 100 ns.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];
    private long _now = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public int TimersCreated { get; private set; }

    public override long GetTimestamp() => _now;

    /// <summary>Begins at midnight of the second of January 1970.</summary>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_now);

    public long After(TimeSpan span) => _now + span.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        TimersCreated++;
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan span)
    {
        var end = _now + span.Ticks;
        while (_timers.MinBy(timer => timer.DueAt) is { } next && next.DueAt <= end)
        {
            _now = next.DueAt;
            next.Fire();
        }

        _now = end;
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            DueAt = time._now + dueTime.Ticks;
            if (!time._timers.Contains(this)) time._timers.Add(this);
            return true;
        }

        public void Fire()
        {
            DueAt += _period.Ticks;
            callback(state);
        }

        public void Dispose() => time._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
