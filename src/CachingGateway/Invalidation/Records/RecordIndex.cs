using System.Collections.Concurrent;
using CachingGateway.Entries;

namespace CachingGateway.Invalidation.Records;

/// <summary>
/// The records that a replica knows, to be asked what they do to a response. Of each target the newest purge and the newest soft
/// one count, and are kept apart: a soft one must not hide the purge before it.
/// </summary>
/// <remarks>
/// One thread at a time writes; any number reads without a lock. Asking costs a look-up for each tag of the response, however
/// many records there are, and one comparison for each pattern that is newer than what is asked for.
/// </remarks>
internal sealed class RecordIndex
{
    private static readonly ulong All = TargetId.Of(TargetKind.All, "");

    private readonly ConcurrentDictionary<ulong, Marks> _marks = new();
    private readonly PatternList _patterns = new();
    private volatile Settling[] _settling = [];

    // A bit for each kind that was ever named: of the others nothing needs to be looked up, which with many records is a walk
    // through memory that no cache holds.
    private volatile int _kinds;

    /// <summary>How many targets are remembered. The writer's to ask.</summary>
    public int Count => _marks.Count + _patterns.Count;

    public void Add(InvalidationRecord record)
    {
        foreach (var target in record.Targets)
        {
            // Before the record: whoever finds the one finds the other.
            _kinds |= 1 << (int)target.Kind;
            if (target.Kind == TargetKind.Pattern)
            {
                _patterns.Add(record.Sequence, record.Mode, target.Text, record.SoftSince);
                continue;
            }

            var id = TargetId.Of(target, out var hostless);
            Mark(id, record);
            if (hostless != id)
                Mark(hostless, record);
        }
    }

    /// <summary>What the records with a greater sequence do to a response.</summary>
    public MarksFound Find(in EntryLabels labels, long after)
    {
        var found = default(MarksFound);
        var kinds = _kinds;
        if (Has(kinds, TargetKind.All))
            Find(All, after, ref found);
        if (Has(kinds, TargetKind.Key))
            Find(TargetId.Of(TargetKind.Key, labels.Name), after, ref found);
        if (Has(kinds, TargetKind.Route))
            Find(TargetId.Of(TargetKind.Route, labels.Route), after, ref found);
        if (Has(kinds, TargetKind.Url))
        {
            Find(labels.UrlId, after, ref found);
            Find(TargetId.UrlAtHost(labels.UrlId, labels.HostId), after, ref found);
        }

        if (Has(kinds, TargetKind.Host))
            Find(labels.HostId, after, ref found);
        for (var i = 0; Has(kinds, TargetKind.Tag) && i < labels.Tags.Count; i++)
            Find(TargetId.Of(TargetKind.Tag, labels.Tags[i]), after, ref found);
        _patterns.Find(labels.Name, after, ref found);
        return found;
    }

    /// <summary>
    /// Forgets the records up to a sequence. Whoever asks reads the floor after he has asked, so it is to be raised before.
    /// </summary>
    public void Prune(long floor)
    {
        foreach (var (id, marks) in _marks)
        {
            var left = marks.After(floor);
            if (left != marks)
                _marks[id] = left;
            if (left == default)
                _marks.TryRemove(KeyValuePair.Create(id, left));
        }

        _patterns.Prune(floor);
    }

    /// <summary>Notes that these targets are invalidated once more at that timestamp.</summary>
    /// <param name="targets">What they are.</param>
    /// <param name="due">Stands for that moment, whoever tells of it and however often: a heartbeat tells of all that is to come.</param>
    /// <param name="until">The moment, as a timestamp.</param>
    /// <param name="now">The timestamp of now.</param>
    public void Settle(IReadOnlyList<InvalidationTarget> targets, long due, long until, long now)
    {
        if (Array.Exists(_settling, one => one.Due == due && one.Targets.SequenceEqual(targets)))
            return;
        var index = new RecordIndex();
        index.Add(new InvalidationRecord(1, InvalidationMode.Purge, targets, 0));
        _settling = [.. _settling.Where(one => one.Until > now), new Settling(index, targets, due, until)];
    }

    /// <summary>When a response will be invalidated once more, as a timestamp; <see langword="null"/>: nothing is known of it.</summary>
    public long? SettlesAt(in EntryLabels labels, long now)
    {
        long? first = null;
        foreach (var (index, _, _, until) in _settling)
        {
            if (until > now && (first is null || until < first) && index.Find(labels, 0).IsAny)
                first = until;
        }

        return first;
    }

    private static bool Has(int kinds, TargetKind kind) => (kinds & (1 << (int)kind)) != 0;

    private void Mark(ulong id, InvalidationRecord record)
    {
        var marks = _marks.GetValueOrDefault(id);
        _marks[id] = record.Mode == InvalidationMode.Purge
            ? marks with { Purge = Math.Max(marks.Purge, record.Sequence) }
            : record.Sequence > marks.Soft ? marks with { Soft = record.Sequence, SoftSince = record.SoftSince } : marks;
    }

    private void Find(ulong id, long after, ref MarksFound found)
    {
        if (!_marks.TryGetValue(id, out var marks))
            return;
        var left = marks.After(after);
        found.Take(left.Purge, InvalidationMode.Purge, 0);
        found.Take(left.Soft, InvalidationMode.Soft, left.SoftSince);
    }

    /// <summary>The newest sequences of a target; 0: none.</summary>
    private readonly record struct Marks(long Purge, long Soft, long SoftSince)
    {
        public Marks After(long sequence) =>
            new(Purge > sequence ? Purge : 0, Soft > sequence ? Soft : 0, Soft > sequence ? SoftSince : 0);
    }

    private sealed record Settling(RecordIndex Index, IReadOnlyList<InvalidationTarget> Targets, long Due, long Until);
}
