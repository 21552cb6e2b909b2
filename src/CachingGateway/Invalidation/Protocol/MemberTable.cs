using CachingGateway.Invalidation.Logs;

namespace CachingGateway.Invalidation.Protocol;

/// <summary>
/// The members of the generation in force, as one of them knows them: how far each has applied, and when it was last heard of
/// by this one's own clock. Used under the replica's lock.
/// </summary>
internal sealed class MemberTable(string self)
{
    private readonly Dictionary<string, Known> _others = new(StringComparer.Ordinal);
    private long _version = -1;

    /// <summary>Of a new generation nobody is known.</summary>
    public void Clear()
    {
        _others.Clear();
        _version = -1;
    }

    /// <summary>Takes a list of the log's in. An older one than before says nothing.</summary>
    public void Take(Membership members, long now)
    {
        if (members.Version <= _version)
            return;
        _version = members.Version;
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in members.Members)
        {
            if (member.Id == self)
                continue;
            listed.Add(member.Id);
            var known = _others.GetValueOrDefault(member.Id);
            // Silence is counted on this replica's own clock, from when it saw the last sign of life.
            var heardAt = known is null || known.Beats != member.Beats ? now : known.HeardAt;
            _others[member.Id] = new Known(Math.Max(member.Position, known?.Position ?? 0), member.Beats, heardAt);
        }

        foreach (var id in _others.Keys.Where(id => !listed.Contains(id)).ToArray())
            _others.Remove(id);
    }

    /// <summary>A member says how far it is.</summary>
    public void Confirm(string id, long position)
    {
        // Who is not listed yet is not waited for either.
        if (_others.TryGetValue(id, out var known))
            _others[id] = known with { Position = Math.Max(position, known.Position) };
    }

    /// <summary>Of those heard of since then: how many there are, and how many have applied a sequence.</summary>
    public (int Live, int Confirmed) Count(long sequence, long since)
    {
        var (live, confirmed) = (0, 0);
        foreach (var known in _others.Values)
        {
            if (known.HeardAt < since)
                continue;
            live++;
            if (known.Position >= sequence)
                confirmed++;
        }

        return (live, confirmed);
    }

    /// <summary>Those not heard of since then.</summary>
    public IReadOnlyList<Member> SilentSince(long since) =>
        [.. _others.Where(pair => pair.Value.HeardAt < since).Select(pair => new Member(pair.Key, pair.Value.Position, pair.Value.Beats))];

    /// <summary>All of them, for people.</summary>
    public IEnumerable<(string Id, long Position, long HeardAt)> Others =>
        _others.Select(pair => (pair.Key, pair.Value.Position, pair.Value.HeardAt));

    private sealed record Known(long Position, long Beats, long HeardAt);
}
