using CachingGateway.Entries;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;

namespace CachingGateway.ProofTests.Simulation;

/// <summary>An invalidation that somebody asked for.</summary>
internal sealed record Wish(InvalidationRequest Request, long AskedAt)
{
    /// <summary>When the log first did something for it, in true time.</summary>
    public long? FirstDoneAt { get; set; }

    public int Deliveries { get; set; } = 1;
}

/// <summary>Knows the truth, and holds every answer that is served against the promise.</summary>
internal sealed class Judge(Profile profile, Timeline timeline)
{
    private readonly Dictionary<Fence, Taken> _taken = [];
    private readonly List<(Taken Taken, long At, long Moment)> _acknowledged = [];

    /// <summary>The first broken promise.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether the log's clock was ever set back: it alone says how old a soft one is to who hears of it late.</summary>
    public bool WasClockSet { get; set; }

    public Figures Figures { get; } = new();

    /// <summary>What was acknowledged last; a client may ask to see at least that.</summary>
    public Fence? Latest { get; private set; }

    public void Took(LogMessage message, long now, IReadOnlyList<long> versions) =>
        _taken[new Fence(message.Generation, message.Record.Sequence)] =
            new Taken(message.Record.Mode, message.Record.Targets, now, [.. versions]);

    public void Acknowledged(Wish wish, Fence fence, long now, int live, int confirmed, long[] versions)
    {
        Figures.Acknowledged++;
        if (live == confirmed)
            Figures.Confirmed++;
        if (wish.AskedAt >= profile.QuickFrom)
        {
            Figures.Quick++;
            Figures.SlowestQuick = Math.Max(Figures.SlowestQuick, now - wish.AskedAt);
            Figures.QuickConfirmed += live == confirmed && live == profile.Replicas ? 1 : 0;
        }

        // What was promised is what was asked for, whatever the log has under that number.
        var taken = _taken.TryGetValue(fence, out var known) && known.Targets.SequenceEqual(wish.Request.Targets)
            ? known
            : new Taken(wish.Request.Mode, wish.Request.Targets, wish.FirstDoneAt ?? now, versions);
        _acknowledged.Add((taken, now, timeline.Moment));
        Latest = fence;
    }

    /// <summary>Somebody who began to ask then is given an answer out of the cache, or out of a fill that he joined.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="begun">The moment at which he did.</param>
    /// <param name="now">The true time.</param>
    /// <param name="isStale">Whether it is marked as stale.</param>
    /// <param name="least">What he wanted to be answered behind, at least.</param>
    /// <param name="how">From where it came.</param>
    public void Served(Answer answer, long begun, long now, bool isStale, Fence? least, string how)
    {
        foreach (var (taken, at, moment) in _acknowledged)
        {
            if (moment < begun)
                Hold(taken, answer, now, isStale, $"{how}, acknowledged at {at}");
        }

        if (least is not { } fence)
            return;
        foreach (var (other, taken) in _taken)
        {
            if (other.Generation == fence.Generation && other.Sequence <= fence.Sequence)
                Hold(taken, answer, now, isStale, $"{how}, asked for at least {fence}");
        }
    }

    private void Hold(Taken taken, Answer answer, long now, bool isStale, string how)
    {
        if (Fault is not null || !taken.IsAfter(answer))
            return;
        if (taken.Mode == InvalidationMode.Purge || !isStale)
            Fault = $"{taken.Mode} taken at {taken.At}, but what was sent at {answer.SentAt} is served at {now}: {how}; {answer}";
        else if (!WasClockSet && now > LatestSoft(answer) + (profile.Grace * 5 / 4) + 2_000)
            Fault = $"soft taken at {taken.At}, served stale at {now} beyond its grace: {how}; {answer}";
    }

    // Of several soft ones that an entry was not held against yet, the newest counts.
    private long LatestSoft(Answer answer) =>
        _taken.Values.Where(taken => taken.Mode == InvalidationMode.Soft && taken.IsAfter(answer)).Max(taken => (long?)taken.At) ?? 0;

    private sealed record Taken(InvalidationMode Mode, IReadOnlyList<InvalidationTarget> Targets, long At, long[] Versions)
    {
        /// <summary>Whether an answer that it names was asked for before, or says what was said before.</summary>
        public bool IsAfter(Answer answer) =>
            (answer.SentAt < At || answer.Version < Versions[answer.Url]) && Targets.Any(answer.IsNamedBy);
    }
}

/// <summary>What happened how often: a protocol that never serves anything would be safe too.</summary>
internal sealed class Figures
{
    public long Asks;
    public long MemoryHits;
    public long RedisHits;
    public long StaleHits;
    public long Joined;
    public long Fetched;
    public long Validated;
    public long Acknowledged;
    public long Confirmed;
    public long TakenAgain;
    public long Repeats;
    public long Generations;

    /// <summary>Acknowledged of those that were asked for when all had been well for long, and how many of them by all replicas.</summary>
    public long Quick;
    public long QuickConfirmed;
    public long SlowestQuick;

    public void Add(Figures other)
    {
        foreach (var field in typeof(Figures).GetFields())
        {
            var (mine, its) = ((long)field.GetValue(this)!, (long)field.GetValue(other)!);
            field.SetValue(this, field.Name == nameof(SlowestQuick) ? Math.Max(mine, its) : mine + its);
        }
    }

    public override string ToString() =>
        string.Join(", ", typeof(Figures).GetFields().Select(field => $"{field.Name} {field.GetValue(this)}"));
}
