using CachingGateway.Entries;
using CachingGateway.Invalidation.Protocol;

namespace CachingGateway.ProofTests.Simulation;

/// <summary>Somebody who asks.</summary>
/// <param name="Url">For what.</param>
/// <param name="Begun">At which moment.</param>
/// <param name="Least">What he wants to be answered behind, at least.</param>
internal sealed record Asking(int Url, long Begun, Fence? Least)
{
    public Arrival Arrival { get; set; }
}

/// <summary>
/// The way of a request through one replica. It stands for the product's EntryLookup, Fetcher, FillRunner and store, whose
/// decisions it makes by the product's own <see cref="Arrival"/>, <see cref="FillFence"/>, <see cref="InvalidationView"/> and
/// <see cref="CacheEntry"/>; and, alone, for what is said beside <see cref="ReadShared"/> and <see cref="Validates"/>.
/// </summary>
internal sealed class SimCache(World world, SimReplica replica)
{
    private readonly Timeline _timeline = world.Timeline;
    private readonly Dictionary<int, CacheEntry> _memory = [];
    private readonly Dictionary<int, SimFill> _fills = [];

    private Figures Figures => world.Judge.Figures;

    public void Ask(int url, Fence? least)
    {
        Figures.Asks++;
        var asking = new Asking(url, _timeline.Moment, least);
        // Rule 3: read after the request came. Then the process may be stopped, at the worst of places.
        var now = replica.Clock.GetTimestamp();
        if (_timeline.Chance(world.Trouble(world.Profile.Stumbles)))
            _timeline.In(_timeline.Between(1000, 4_000_000), () => replica.Do(() => Find(asking, now)));
        else
            Find(asking, now);
    }

    private void Find(Asking asking, long now)
    {
        var arrival = Arrival.At(replica.Protocol.View, now);
        asking.Arrival = arrival;
        if (asking.Least is { } least && (arrival.Fence.Generation != least.Generation || arrival.Fence.Sequence < least.Sequence))
            Lead(asking, isAlone: true);
        else if (!arrival.IsTrusted)
            Fetch(asking);
        else if (!_memory.TryGetValue(asking.Url, out var entry) || !Serves(asking, entry, isOfMemory: true))
            ReadShared(asking);
    }

    /// <summary>
    /// Stands for the look-up in Redis of rule 4: nothing is read there without trust, and what comes back is held against the
    /// records as whatever lies in memory is.
    /// </summary>
    private void ReadShared(Asking asking)
    {
        replica.Call<object>((data, _) => data.Entries.TryGetValue(asking.Url, out var stored) ? stored : "nothing", 200_000, isOfLog: false, (found, _) =>
        {
            if (found is not StoredEntry stored || !Serves(asking, EntryOf(stored.Answer, stored.Fence), isOfMemory: false))
                Fetch(asking);
        });
    }

    private bool Serves(Asking asking, CacheEntry entry, bool isOfMemory)
    {
        var standing = asking.Arrival.View!.StandingOf(entry);
        if (standing == Standing.Retired)
        {
            if (isOfMemory)
                _memory.Remove(asking.Url);
            return false;
        }

        if (!isOfMemory)
            Keep(entry);
        if (standing == Standing.Soft && replica.Clock.GetTimestamp() >= entry.StaleFrom + world.Profile.Grace)
            return false;
        if (standing == Standing.Soft)
            Figures.StaleHits++;
        else if (isOfMemory)
            Figures.MemoryHits++;
        else
            Figures.RedisHits++;
        Serve(asking, entry, standing == Standing.Soft, isOfMemory ? "memory" : "Redis");
        if (standing == Standing.Soft)
            Refresh(asking);
        return true;
    }

    private void Refresh(Asking asking)
    {
        if (!_fills.TryGetValue(asking.Url, out var open) || open.Fence.Enter(open.Labels, asking.Arrival) == FillEntrance.Closed)
            Lead(null, isAlone: false, asking.Url);
    }

    /// <summary>Joins the fill under way, or begins one.</summary>
    private void Fetch(Asking asking)
    {
        if (!_fills.TryGetValue(asking.Url, out var open))
        {
            Lead(asking, isAlone: false);
            return;
        }

        switch (open.Fence.Enter(open.Labels, asking.Arrival))
        {
            case FillEntrance.BeforeSent:
                Figures.Joined++;
                open.Join(asking, wasSent: false);
                break;
            case FillEntrance.AfterSent:
                Figures.Joined++;
                open.Join(asking, wasSent: true);
                break;
            default:
                Lead(asking, isAlone: false);
                break;
        }
    }

    private void Lead(Asking? asking, bool isAlone, int url = -1)
    {
        Figures.Fetched++;
        url = asking?.Url ?? url;
        var fill = new SimFill(world, replica, this, url) { Validates = Validates(url) };
        if (asking is not null)
            fill.Join(asking, wasSent: false);
        if (!isAlone)
            _fills[url] = fill;
        fill.Begin();
    }

    /// <summary>
    /// Stands for the choice of what is revalidated, of rule 9: what was purged is not in memory any more when its refill begins, and
    /// its validators stay here. The origin compares them as strong ETags: <see cref="Origin.StillSays"/>.
    /// </summary>
    private CacheEntry? Validates(int url) =>
        _memory.TryGetValue(url, out var entry) && replica.Protocol.View?.StandingOf(entry) != Standing.Retired ? entry : null;

    /// <summary>Whether it is still the stored one.</summary>
    public bool Has(CacheEntry entry) => _memory.GetValueOrDefault(entry.Key.High == 0 ? (int)entry.Key.Low : -1) == entry;

    /// <summary>Who joined a fill that turned out too old for him asks again, as he came.</summary>
    public void AskAgain(Asking asking) => Fetch(asking);

    public void Serve(Asking asking, CacheEntry entry, bool isStale, string how) =>
        world.Judge.Served(world.Answers[entry.Status], asking.Begun, _timeline.Now, isStale, asking.Least, how);

    /// <summary>A fill has ended well.</summary>
    public void Store(SimFill fill, CacheEntry entry)
    {
        if (entry.Fence.Generation == 0 || replica.Protocol.View is not { } view || view.StandingOf(entry) == Standing.Retired)
            return;
        Keep(entry);
        var (url, stored) = (fill.Url, new StoredEntry(entry.Status, entry.Fence));
        replica.Call<object>((data, _) =>
        {
            if (!data.Entries.TryGetValue(url, out var old) || Yields(old.Fence, stored.Fence))
                data.Entries[url] = stored;
            return data;
        }, 200_000, isOfLog: false, (_, _) => { });
    }

    public void Close(SimFill fill)
    {
        if (_fills.GetValueOrDefault(fill.Url) == fill)
            _fills.Remove(fill.Url);
    }

    public CacheEntry EntryOf(int answer, Fence fence)
    {
        var said = world.Answers[answer];
        var labels = said.Labels;
        return new CacheEntry
        {
            Key = new(0, (ulong)said.Url),
            Variant = default,
            Name = labels.Name,
            Route = labels.Route,
            Tags = labels.Tags,
            UrlId = labels.UrlId,
            Fence = fence,
            Status = answer,
            Headers = [],
            Body = [],
            BornAt = 0,
            FreshUntil = long.MaxValue,
            Fingerprint = 0,
        };
    }

    // Rule 12.
    private void Keep(CacheEntry entry)
    {
        var url = (int)entry.Key.Low;
        if (!_memory.TryGetValue(url, out var old) || Yields(old.Fence, entry.Fence))
            _memory[url] = entry;
    }

    private static bool Yields(Fence old, Fence later) => old.Generation != later.Generation || old.Sequence <= later.Sequence;
}
