using CachingGateway.Entries;
using CachingGateway.Invalidation.Protocol;

namespace CachingGateway.ProofTests.Simulation;

/// <summary>One question to the origin, and who waits for its answer.</summary>
internal sealed class SimFill(World world, SimReplica replica, SimCache cache, int url)
{
    private readonly Timeline _timeline = world.Timeline;
    private readonly List<(Asking Asking, bool WasSent)> _waiting = [];
    private CacheEntry? _entry;
    private int _answer = -1;
    private long _sentAt;

    public int Url => url;

    public FillFence Fence { get; } = new();

    /// <summary>What is known of the answer's labels so far.</summary>
    public EntryLabels Labels { get; private set; } = Answer.KnownOf(url);

    /// <summary>What the origin is asked whether it holds still; <see langword="null"/>: nothing.</summary>
    public CacheEntry? Validates { get; init; }

    public void Begin() => _timeline.In(world.Delay(), () => replica.Do(Send));

    public void Join(Asking asking, bool wasSent)
    {
        if (_answer < 0)
            _waiting.Add((asking, wasSent));
        else
            Give(asking, wasSent);
    }

    private void Send()
    {
        _sentAt = _timeline.Now;
        Fence.Send(replica.Protocol.View);
        _timeline.In(world.OriginDelay(), () =>
        {
            var (version, isSame) = (world.Origin.Version(url), Validates is not null && StillSays(Validates));
            _timeline.In(world.OriginDelay(), () => replica.Do(() => Receive(version, isSame)));
        });
    }

    private bool StillSays(CacheEntry entry) => world.Origin.StillSays(url, world.Answers[entry.Status].Version);

    // The head is there: all tags are known.
    private void Receive(long version, bool isSame)
    {
        if (isSame && !cache.Has(Validates!))
        {
            // Rule 9: what was validated is not the stored one any more, so there is no body to go with the answer.
            cache.Close(this);
            foreach (var (asking, _) in _waiting)
                cache.AskAgain(asking);
            return;
        }

        var tags = Answer.TagsOf(url, version);
        if (isSame)
        {
            world.Judge.Figures.Validated++;
            var validated = world.Answers[Validates!.Status];
            (version, tags) = (validated.Version, [.. validated.Tags.Union(tags)]);
        }

        _answer = world.Answers.Count;
        world.Answers.Add(new Answer(url, version, _sentAt, tags));
        Labels = world.Answers[_answer].Labels;
        foreach (var (asking, wasSent) in _waiting)
            Give(asking, wasSent);
        _waiting.Clear();
        _timeline.In(world.OriginDelay(), () => replica.Do(End));
    }

    private void End()
    {
        _entry = cache.EntryOf(_answer, Fence.Fence);
        cache.Store(this, _entry);
        cache.Close(this);
    }

    // Rule 6: once more, now that all tags are known.
    private void Give(Asking asking, bool wasSent)
    {
        if (wasSent && !asking.Arrival.Accepts(Labels, Fence.Fence))
            cache.AskAgain(asking);
        else
            cache.Serve(asking, cache.EntryOf(_answer, Fence.Fence), isStale: false, wasSent ? "joined" : "fetched");
    }
}

/// <summary>The origin: one register for each URL.</summary>
internal sealed class Origin(Timeline timeline, int urls)
{
    private readonly List<long>[] _writtenAt = [.. Enumerable.Range(0, urls).Select(_ => new List<long> { 0 })];

    public IReadOnlyList<long> Versions => [.. _writtenAt.Select(times => (long)times.Count - 1)];

    public long Version(int url) => _writtenAt[url].Count - 1;

    public void Write(int url) => _writtenAt[url].Add(timeline.Now);

    /// <summary>Whether a version is the present one, as a strong ETag tells.</summary>
    public bool StillSays(int url, long version) => version == Version(url);

    /// <summary>Whether a version is the present one, as <c>Last-Modified</c> tells: in whole seconds.</summary>
    public bool IsNotModifiedSince(int url, long version) =>
        _writtenAt[url][(int)version] / 1_000_000 == _writtenAt[url][^1] / 1_000_000;
}
