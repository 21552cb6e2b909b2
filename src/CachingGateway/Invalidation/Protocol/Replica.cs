using CachingGateway.Entries;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Invalidation.Records;

namespace CachingGateway.Invalidation.Protocol;

/// <summary>
/// One replica's part in the protocol: what it knows, whether it may trust that, and what it can promise others. It does no
/// input or output and reads no clock of its own, so that the proof runs the very code that the gateway runs.
/// </summary>
/// <remarks>docs/invalidation.md states the rules that the numbers stand for. One thread at a time; only <see cref="View"/> is read by others.</remarks>
/// <param name="id">Of this process, new with each start.</param>
/// <param name="isShared">Whether other processes use the log; if not, what is known is always all.</param>
/// <param name="time">Read at the points where the rules say so.</param>
/// <param name="newGeneration">Makes a random number other than 0.</param>
internal sealed class Replica(string id, bool isShared, TimeProvider time, Func<ulong> newGeneration)
{
    private readonly List<ulong> _left = [];
    private readonly MemberTable _members = new(id);
    private readonly List<PendingAcknowledgement> _pending = [];
    private readonly long _trust = Ticks(ProtocolTimes.Trust, time);
    private readonly long _silence = Ticks(ProtocolTimes.Silence, time);
    private readonly long _gone = Ticks(ProtocolTimes.Gone, time);
    private volatile InvalidationView? _view;
    private bool _hasLeft;
    private int _owed;
    private (long Log, long Own) _clocks;

    private long _heardHead;

    /// <summary>How far records were read of which more are to come; 0: there is nothing begun.</summary>
    private long _readTo;

    public string Id => id;

    /// <summary>What the replica knows; <see langword="null"/>: it has not heard of any generation yet.</summary>
    public InvalidationView? View => _view;

    /// <summary>Whether something was missed, so that a heartbeat is due at once.</summary>
    public bool IsBehind { get; private set; } = true;

    /// <summary>How many records there are, as far as was heard, that were not applied.</summary>
    public long Lag => _view is { } view ? Math.Max(0, _heardHead - view.Head) : 0;

    /// <summary>How many replicas are there, this one included; of those that are silent nothing is expected.</summary>
    public int Live => 1 + _members.Count(0, time.GetTimestamp() - _silence).Live;

    /// <summary>Who is there, for people.</summary>
    public ReplicaReport Report()
    {
        var (view, now) = (_view, time.GetTimestamp());
        var self = new ReportedReplica(id, IsSelf: true, IsLive: true, view?.Head ?? 0, TimeSpan.Zero, Lease(view, now));
        var others = _members.Others.OrderBy(other => other.Id, StringComparer.Ordinal).Select(other => new ReportedReplica(
            other.Id, IsSelf: false, now - other.HeardAt <= _silence, other.Position, time.GetElapsedTime(other.HeardAt, now), Lease: null));
        ReportedReplica[] all = [self, .. others];
        return new ReplicaReport(view?.Generation ?? 0, Math.Max(_heardHead, all.Max(replica => replica.Position)), all);
    }

    /// <summary>A heartbeat to be sent; its time counts from now, before it is (rule 3).</summary>
    public (BeatRequest Request, long SentAt) Beat()
    {
        var now = time.GetTimestamp();
        var view = _view;
        var request = new BeatRequest(
            id, view?.Generation ?? 0, view?.Head ?? 0, Math.Max(view?.Head ?? 0, _readTo), newGeneration(), [.. _left], _members.SilentSince(now - _gone));
        return (request, now);
    }

    /// <summary>An invalidation to be sent to the log.</summary>
    public TakeRequest Take(InvalidationRequest invalidation, string? intent = null) =>
        new(newGeneration(), [.. _left], invalidation, intent);

    /// <summary>What a heartbeat learned.</summary>
    public void OnBeat(BeatReply reply, BeatRequest request, long sentAt)
    {
        if (_hasLeft || Enter(reply.Generation) is not { } view)
            return;
        var now = time.GetTimestamp();
        _clocks = (reply.Now, sentAt);
        if (request.Generation == view.Generation && request.ReadTo <= Math.Max(view.Head, _readTo))
            CatchUp(view, reply);
        // A first answer in a generation begins at its beginning.
        else if (request.Generation != view.Generation && view.Head == 0 && _readTo == 0)
            CatchUp(view, reply);
        _members.Take(reply.Members, now);
        // Rule 3: only what names a head that was applied, and from before it was sent.
        IsBehind = view.Head < reply.Head;
        _heardHead = Math.Max(_heardHead, reply.Head);
        if (!IsBehind && reply.IsSafe && _owed == 0)
            view.Trust(isShared ? sentAt + _trust : long.MaxValue);
        Settle(now);
    }

    /// <summary>A record that somebody took.</summary>
    public void OnTaken(LogMessage message)
    {
        if (_view is not { } view || message.Generation != view.Generation)
        {
            // Rule 7: what is of another generation is not applied; a heartbeat will tell which one is in force.
            IsBehind |= !_left.Contains(message.Generation);
            return;
        }

        // While a part of them is read, the index has later ones already, and what is in it must stay in order.
        if (message.Record.Sequence == view.Head + 1 && _readTo == 0)
        {
            Apply(view, message.Record);
            if (message.Due is { } due)
                Settle(view, due);
            view.Advance(message.Record.Sequence);
            Settle(time.GetTimestamp());
        }
        else
        {
            IsBehind |= message.Record.Sequence > view.Head;
            _heardHead = Math.Max(_heardHead, message.Record.Sequence);
        }
    }

    public void OnConfirmed(Confirmation confirmation)
    {
        if (_view?.Generation != confirmation.Generation)
            return;
        _members.Confirm(confirmation.Id, confirmation.Position);
        Settle(time.GetTimestamp());
    }

    /// <summary>
    /// Something has to be invalidated that could not be taken yet: nothing is trusted until it is.
    /// </summary>
    public void Owe()
    {
        _owed++;
        _view?.Distrust();
    }

    /// <summary>It is taken. The next heartbeat will name a head that has it.</summary>
    public void Pay() => _owed--;

    /// <summary>Messages may have been lost.</summary>
    public void OnInterrupted() => IsBehind = true;

    /// <summary>An invalidation of this replica's own took its number: when is it certain that everybody knows (rule 5)?</summary>
    public PendingAcknowledgement OnTook(TakeReply reply)
    {
        var now = time.GetTimestamp();
        var pending = new PendingAcknowledgement(reply.Fence, reply.IsSafe ? now + _silence : long.MaxValue);
        _pending.Add(pending);
        if (_left.Contains(reply.Fence.Generation))
            pending.Decide(PendingOutcome.TakeAgain, 0, 0);
        else if (_view?.Generation == reply.Fence.Generation)
            _members.Take(reply.Members, now);
        IsBehind |= _view?.Generation != reply.Fence.Generation;
        Settle(now);
        return pending;
    }

    /// <summary>Nobody waits for it any more. One that is not safe would else be kept for good.</summary>
    public void Forget(PendingAcknowledgement pending) => _pending.Remove(pending);

    /// <summary>Time has passed: what waited for nothing else is settled, and a message that has not come yet counts as lost.</summary>
    public void OnTick()
    {
        Settle(time.GetTimestamp());
        IsBehind |= _pending.Exists(pending => pending.Fence.Sequence > _view?.Head);
    }

    /// <summary>How far this replica is, to be told to everybody.</summary>
    public Confirmation? Confirmation => _view is { } view ? new Confirmation(view.Generation, id, view.Head) : null;

    /// <summary>Nothing is served from here on; only then may the membership end (rule 11).</summary>
    public void Leave()
    {
        _hasLeft = true;
        _view?.Distrust();
    }

    // Rule 7: another generation makes another view; what was left is never taken up again.
    private InvalidationView? Enter(ulong generation)
    {
        if (_view is { } view && view.Generation == generation)
            return view;
        if (_left.Contains(generation))
            return null;
        if (_view is { } old)
        {
            old.Distrust();
            _left.Add(old.Generation);
            // Far more than can still be on the way.
            if (_left.Count > 16)
                _left.RemoveAt(0);
        }

        // Rule 5: a number of another generation says nothing in this one.
        foreach (var pending in _pending)
        {
            if (pending.Fence.Generation != generation)
                pending.Decide(PendingOutcome.TakeAgain, 0, 0);
        }

        _members.Clear();
        (_readTo, _heardHead) = (0, 0);
        return _view = new InvalidationView(generation, time.GetTimestamp());
    }

    // Rule 2: all of it, and then the head, in one jump however many answers it takes. A record of the first of them may be kept
    // under a later number meanwhile, which only the last one brings: who said that he has the first half would not have it.
    private void CatchUp(InvalidationView view, BeatReply reply)
    {
        var known = Math.Max(view.Head, _readTo);
        foreach (var record in reply.Records)
        {
            if (record.Sequence > known)
                Apply(view, record);
        }

        var now = time.GetTimestamp();
        foreach (var due in reply.Due)
        {
            if (OwnTime(due.At) > now)
                Settle(view, due);
        }

        view.RaiseFloor(reply.Floor);
        _readTo = reply.IsComplete ? 0 : Math.Max(known, reply.Records[^1].Sequence);
        if (reply.IsComplete)
            view.Advance(reply.Head);
    }

    private void Apply(InvalidationView view, LoggedRecord record) =>
        // It was taken before now, whatever the log's clock says, which may have been set back since: grace must not begin later.
        view.Apply(new InvalidationRecord(
            record.Sequence, record.Mode, record.Targets, Math.Min(OwnTime(record.TakenAt), time.GetTimestamp())));

    private void Settle(InvalidationView view, DueRecord due) =>
        view.Index.Settle(due.Targets, due.At, OwnTime(due.At), time.GetTimestamp());

    private long OwnTime(long logTime) =>
        Math.Max(1, _clocks.Own + (long)((logTime - _clocks.Log) / 1000.0 * time.TimestampFrequency));

    private void Settle(long now)
    {
        foreach (var pending in _pending)
            Settle(pending, now);
        _pending.RemoveAll(static pending => pending.IsDecided);
    }

    private void Settle(PendingAcknowledgement pending, long now)
    {
        // Of a generation that is not entered yet, the next heartbeat will tell.
        if (_view is not { } view || view.Generation != pending.Fence.Generation || view.Head < pending.Fence.Sequence)
            return;
        var (live, confirmed) = _members.Count(pending.Fence.Sequence, now - _silence);
        // While the generation is young, members of the last one may trust themselves of whom nobody here has heard.
        var isYoung = isShared && now - view.KnownSince < _silence;
        if (now >= pending.Deadline || (confirmed == live && !isYoung && pending.IsSafe))
            pending.Decide(PendingOutcome.Certain, live + 1, confirmed + 1);
    }

    private TimeSpan? Lease(InvalidationView? view, long now) => view?.TrustedUntil switch
    {
        null or long.MinValue => TimeSpan.Zero,
        long.MaxValue => null,
        var until => time.GetElapsedTime(now, Math.Max(now, until.Value)),
    };

    private static long Ticks(TimeSpan span, TimeProvider time) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
