using CachingGateway.Entries;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CachingGateway.UnitTests.Invalidation;

/// <summary>A replica counts each time in which it was out of step, however short.</summary>
public class LapseTests
{
    [Fact]
    public async Task TimeWithoutTrustThatBeginsAndEndsWhileOneHeartbeatIsOnItsWay_IsALapse()
    {
        var (time, log) = (new BusyTime(), new SlowLog());
        await using var replica = new Invalidator(log, time, NullLogger<Invalidator>.Instance);
        log.Answer();
        Assert.Equal((true, 0), (replica.IsInStep, replica.Lapses));

        time.Pass(TimeSpan.FromSeconds(1.9));
        time.Tick();
        time.Pass(TimeSpan.FromSeconds(0.2));
        Assert.False(replica.IsInStep);
        log.Answer();

        Assert.Equal((true, 1), (replica.IsInStep, replica.Lapses));
    }

    [Fact]
    public async Task HeartbeatThatIsAnsweredInTime_IsNoLapse()
    {
        var (time, log) = (new BusyTime(), new SlowLog());
        await using var replica = new Invalidator(log, time, NullLogger<Invalidator>.Instance);
        log.Answer();

        time.Pass(TimeSpan.FromSeconds(1.8));
        time.Tick();
        time.Pass(TimeSpan.FromSeconds(0.1));
        log.Answer();

        Assert.Equal((true, 0), (replica.IsInStep, replica.Lapses));
    }

    /// <summary>As on a machine that has no time: timers fire when it comes to them.</summary>
    private sealed class BusyTime : TimeProvider
    {
        private readonly List<Action> _timers = [];
        private long _now = TimeSpan.TicksPerDay;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timers.Add(() => callback(state));
            return new NoTimer();
        }

        public void Pass(TimeSpan span) => _now += span.Ticks;

        public void Tick() => _timers.ForEach(static timer => timer());

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    /// <summary>Answers a heartbeat when it is told to; the answer is taken in before <see cref="Answer"/> returns.</summary>
    private sealed class SlowLog : IInvalidationLog
    {
        private TaskCompletionSource<BeatReply?> _asked = new();

        public bool IsShared => true;

        public void Answer() =>
            _asked.SetResult(new BeatReply(5, 0, 0, [], IsComplete: true, [], 0, new Membership(1, []), IsSafe: true));

        public Task<BeatReply?> BeatAsync(BeatRequest request)
        {
            _asked = new TaskCompletionSource<BeatReply?>();
            return _asked.Task;
        }

        public Task<TakeReply?> TakeAsync(TakeRequest request) => Task.FromResult<TakeReply?>(null);

        public Task<bool> IntendAsync(string intent, InvalidationRequest invalidation, TimeSpan deadline) => Task.FromResult(false);

        public Task ForgetAsync(string intent) => Task.CompletedTask;

        public void Confirm(Confirmation confirmation)
        {
        }

        public void Note(Fence fence, LedgerOutcome outcome)
        {
        }

        public void NoteSwept(SweptEntries swept)
        {
        }

        public Task<IReadOnlyList<LedgerEntry>?> ReadLedgerAsync(int most) => Task.FromResult<IReadOnlyList<LedgerEntry>?>(null);

        public Task LeaveAsync(string id) => Task.CompletedTask;

        public void Listen(ILogListener listener)
        {
        }
    }
}
