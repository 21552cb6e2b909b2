using CachingGateway.Entries;

namespace CachingGateway.Invalidation.Logs;

/// <summary>
/// The log itself, in memory: what the scripts in Redis do, step by step alike. The embedded gateway's log, and the model of
/// Redis in the proof of the protocol.
/// </summary>
/// <remarks>Used by one thread at a time.</remarks>
internal sealed class LogState(string runId, int maxRecords, int pageRecords = LogState.PageRecords)
{
    /// <summary>After how many records one heartbeat reads no further.</summary>
    public const int PageRecords = 2000;

    /// <summary>
    /// How many records are forgotten at once, so that it is seldom done and holds nobody up: a hundred thousand took Redis
    /// half a second.
    /// </summary>
    public const int PruneRecords = 1_000;

    /// <summary>The most deliveries that are known by their ids.</summary>
    public const int MaxDeliveries = 100_000;

    private readonly Dictionary<(InvalidationMode Mode, InvalidationTarget Target), (long Sequence, long TakenAt)> _records = [];
    private readonly SortedDictionary<long, List<(InvalidationMode Mode, InvalidationTarget Target)>> _order = [];
    private readonly Dictionary<string, (long Position, long Beats)> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _deliveries = new(StringComparer.Ordinal);
    private readonly Queue<string> _deliveryOrder = new();
    private readonly Dictionary<string, (InvalidationRequest Request, long Deadline)> _intents = new(StringComparer.Ordinal);
    private readonly List<DueRecord> _due = [];
    private ulong _generation;
    private string _runOfGeneration = "";
    private long _head;
    private long _floor;
    private long _version;

    /// <summary>Tells everybody of a record that was taken.</summary>
    public delegate void Told(LogMessage message);

    /// <summary>The process that keeps the log: a generation does not outlive it.</summary>
    public string RunId { get; set; } = runId;

    public ulong Generation => _generation;

    public long Head => _head;

    public LedgerBook Ledger { get; } = new();

    public BeatReply Beat(BeatRequest request, long now, Told tell)
    {
        Open(request.Candidate, request.Left);
        TakeDue(now, tell);
        foreach (var gone in request.Gone)
        {
            if (_members.TryGetValue(gone.Id, out var member) && member.Beats == gone.Beats)
                _members.Remove(gone.Id);
        }

        var isSame = request.Generation == _generation;
        // Never the same twice in a generation: a member that is struck off and comes back would else look like one that was
        // silent all the while, and would not be waited for.
        _version++;
        _members[request.Id] = (isSame ? request.Position : 0, _version);
        var (records, isComplete) = RecordsAfter(isSame ? request.ReadTo : 0);
        return new BeatReply(_generation, _head, _floor, records, isComplete, [.. _due], now, Members(), IsSafe: true);
    }

    public TakeReply Take(TakeRequest request, long now, Told tell)
    {
        Open(request.Candidate, request.Left);
        if (request.Intent is { } intent)
            _intents.Remove(intent);
        var invalidation = request.Invalidation;
        if (invalidation.Delivery is { } delivery && _deliveries.TryGetValue(delivery, out var before))
            return new TakeReply(new Fence(_generation, before), IsRepeat: true, Members(), IsSafe: true);
        Keep(invalidation, now, tell);
        return new TakeReply(new Fence(_generation, _head), IsRepeat: false, Members(), IsSafe: true);
    }

    public void Intend(string intent, InvalidationRequest invalidation, long deadline) => _intents[intent] = (invalidation, deadline);

    public void Forget(string intent) => _intents.Remove(intent);

    public void Leave(string id)
    {
        if (_members.Remove(id))
            _version++;
    }

    // A generation that is gone, of another process or known to have been left is followed by the candidate.
    private void Open(ulong candidate, IReadOnlyList<ulong> left)
    {
        if (_generation != 0 && _runOfGeneration == RunId && !left.Contains(_generation))
            return;
        _records.Clear();
        _order.Clear();
        _members.Clear();
        _deliveries.Clear();
        _deliveryOrder.Clear();
        (_generation, _runOfGeneration, _head, _floor, _version) = (candidate, RunId, 0, 0, 1);
    }

    private void TakeDue(long now, Told tell)
    {
        foreach (var due in _due.Where(due => due.At <= now).OrderBy(due => due.At).ToArray())
        {
            _due.Remove(due);
            Keep(new InvalidationRequest(due.Targets, due.Mode) { Source = "settle" }, now, tell);
        }

        foreach (var (intent, (request, deadline)) in _intents.Where(pair => pair.Value.Deadline <= now).OrderBy(pair => pair.Value.Deadline).ToArray())
        {
            _intents.Remove(intent);
            Keep(request with { Delivery = null, Settle = TimeSpan.Zero }, now, tell);
        }
    }

    private void Keep(InvalidationRequest invalidation, long now, Told tell)
    {
        _head++;
        Ledger.Add(new LedgerEntry(
            new Fence(_generation, _head), DateTimeOffset.FromUnixTimeMilliseconds(now), LedgerCause.Of(invalidation), Outcome: null));
        if (invalidation.Delivery is { } delivery)
            Remember(delivery);
        foreach (var target in invalidation.Targets)
        {
            var key = (invalidation.Mode, target);
            if (_records.TryGetValue(key, out var older))
                Forget(older.Sequence, key);
            _records[key] = (_head, now);
            if (!_order.TryGetValue(_head, out var targets))
                _order[_head] = targets = [];
            targets.Add(key);
        }

        Prune();
        var due = invalidation.Settle > TimeSpan.Zero
            ? new DueRecord(invalidation.Mode, invalidation.Targets, now + (long)invalidation.Settle.TotalMilliseconds)
            : null;
        if (due is not null)
            _due.Add(due);
        tell(new LogMessage(_generation, new LoggedRecord(_head, invalidation.Mode, invalidation.Targets, now), due));
    }

    private void Remember(string delivery)
    {
        _deliveries[delivery] = _head;
        _deliveryOrder.Enqueue(delivery);
        if (_deliveryOrder.Count > MaxDeliveries)
            _deliveries.Remove(_deliveryOrder.Dequeue());
    }

    private void Forget(long sequence, (InvalidationMode Mode, InvalidationTarget Target) key)
    {
        var targets = _order[sequence];
        targets.Remove(key);
        if (targets.Count == 0)
            _order.Remove(sequence);
    }

    // A tenth at a time, at most a thousand.
    private void Prune()
    {
        if (_records.Count <= maxRecords)
            return;
        var left = (int)Math.Max(maxRecords * 9L / 10, maxRecords - PruneRecords);
        while (_records.Count > left && _order.Count > 1)
        {
            var (sequence, targets) = _order.First();
            foreach (var key in targets)
                _records.Remove(key);
            _order.Remove(sequence);
            _floor = sequence;
        }

        // What was taken just now is kept, however much it is.
        if (_records.Count > left)
            _floor = _head - 1;
    }

    private (List<LoggedRecord> Records, bool IsComplete) RecordsAfter(long position)
    {
        var records = new List<LoggedRecord>();
        // The usual heartbeat, which need not walk through all that is kept.
        if (position >= _head)
            return (records, true);
        foreach (var (sequence, keys) in _order)
        {
            if (sequence <= position)
                continue;
            if (records.Count >= pageRecords)
                return (records, false);
            records.AddRange(keys.GroupBy(key => key.Mode).Select(group => new LoggedRecord(
                sequence, group.Key, [.. group.Select(key => key.Target)], _records[group.First()].TakenAt)));
        }

        return (records, true);
    }

    private Membership Members() =>
        new(_version, [.. _members.Select(pair => new Member(pair.Key, pair.Value.Position, pair.Value.Beats))]);
}
