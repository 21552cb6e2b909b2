using CachingGateway.Entries;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Invalidation.Protocol;
using Xunit;

namespace CachingGateway.UnitTests.Invalidation.Protocol;

/// <summary>Schedules that broke the promise, or something beside it, once; the proof runs all others.</summary>
public class ReplicaTests
{
    private readonly SetClock _clock = new();
    private readonly LogState _log = new("run", maxRecords: 100, pageRecords: 2);
    private long _wallClock = 1_700_000_000_000;
    private ulong _generations;

    /// <summary>
    /// Two replicas are cut off for so long that a third strikes one of them off. That one comes back with its first heartbeat,
    /// as it was known; the other must not take it for silent all the while, or nobody waits for it.
    /// </summary>
    [Fact]
    public void MemberThatWasStruckOffAndCameBack_IsWaitedFor()
    {
        var (a, b, c) = (New("a"), New("b"), New("c"));
        Beat(b);
        Beat(a);
        Pass(ProtocolTimes.Gone * 1.1);
        Beat(c);
        Pass(ProtocolTimes.Gone * 1.1);
        Beat(c);
        Assert.DoesNotContain(_log.Beat(c.Beat().Request, _wallClock, static _ => { }).Members.Members, member => member.Id == "b");
        _log.Leave("c");
        // It was heard of just now, and trusts itself.
        Beat(b);

        var pending = a.OnTook(_log.Take(a.Take(Purge("t")), _wallClock, a.OnTaken));

        Assert.False(pending.IsDecided);
    }

    /// <summary>
    /// What was missed takes several answers, and meanwhile a record of the first of them is kept under a later number, with the last
    /// one. Whoever confirmed the first half would be counted, and serve what it does not know to be purged.
    /// </summary>
    [Fact]
    public void HalfOfWhatWasMissed_IsNotConfirmed()
    {
        var a = New("a");
        Beat(a);
        foreach (var tag in new[] { "moved", "x", "y", "z", "moved" })
            _log.Take(a.Take(Purge(tag)), _wallClock, static _ => { });

        Beat(a);
        Assert.True(a.View!.Index.Find(Labels("x"), 0).IsPurged);
        Assert.Equal((0, true), (a.Confirmation!.Value.Position, a.IsBehind));

        Beat(a);
        Assert.Equal((5, false), (a.Confirmation.Value.Position, a.IsBehind));
        Assert.True(a.View.Index.Find(Labels("moved"), 4).IsPurged);
    }

    /// <summary>A late message must not put an older pattern behind newer ones: readers stop at the first that is too old.</summary>
    [Fact]
    public void MessageWhileHalfIsRead_IsLeftToTheNextAnswer()
    {
        var a = New("a");
        Beat(a);
        LogMessage? first = null;
        _log.Take(a.Take(Purge("one")), _wallClock, message => first = message);
        foreach (var tag in new[] { "two", "three", "four" })
            _log.Take(a.Take(Purge(tag)), _wallClock, static _ => { });
        Beat(a);

        a.OnTaken(first!);
        Assert.Equal(0, a.View!.Head);

        Beat(a);
        Assert.Equal(4, a.View.Head);
    }

    [Fact]
    public void LogsClockSetBack_GraceDoesNotBeginInTheFuture()
    {
        var a = New("a");
        Beat(a);
        var now = _clock.GetTimestamp();
        var message = new LogMessage(a.View!.Generation, new LoggedRecord(1, InvalidationMode.Soft, Purge("t").Targets, _wallClock + 3_600_000), null);

        a.OnTaken(message);

        Assert.InRange(a.View.Index.Find(Labels("t"), 0).SoftSince, 1, now);
    }

    [Fact]
    public void ClockOfThisReplicaRuns_GraceIsFromTheTaking()
    {
        var a = New("a");
        Beat(a);
        _log.Take(a.Take(Purge("t") with { Mode = InvalidationMode.Soft }), _wallClock, static _ => { });
        var taken = _clock.GetTimestamp();
        Pass(TimeSpan.FromSeconds(5));

        Beat(a);

        Assert.Equal(taken, a.View!.Index.Find(Labels("t"), 0).SoftSince);
    }

    /// <summary>While copies are out of step nothing is certain; whoever gives up must not stay behind in memory.</summary>
    [Fact]
    public void GivenUp_IsNotDecidedLater()
    {
        var a = New("a");
        Beat(a);
        var pending = a.OnTook(_log.Take(a.Take(Purge("t")), _wallClock, a.OnTaken) with { IsSafe = false });
        Pass(ProtocolTimes.Gone);
        a.OnTick();
        Assert.False(pending.IsDecided);

        a.Forget(pending);
        _log.RunId = "another";
        Beat(a);

        Assert.False(pending.IsDecided);
    }

    private Replica New(string id) => new(id, isShared: true, _clock, () => ++_generations);

    private void Beat(Replica replica)
    {
        var (request, sentAt) = replica.Beat();
        replica.OnBeat(_log.Beat(request, _wallClock, static _ => { }), request, sentAt);
    }

    private void Pass(TimeSpan time)
    {
        _clock.Pass(time);
        _wallClock += (long)time.TotalMilliseconds;
    }

    private static InvalidationRequest Purge(string tag) =>
        new([new InvalidationTarget(TargetKind.Tag, tag)], InvalidationMode.Purge) { Source = "test" };

    private static EntryLabels Labels(string tag) => new("name", "route", [tag], 0, 0);

    private sealed class SetClock : TimeProvider
    {
        private long _now = 1_000_000_000;

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += (long)time.TotalMicroseconds;
    }
}
