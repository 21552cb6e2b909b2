using CachingGateway.Entries;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Observability;
using CachingGateway.Storage;
using CachingGateway.Storage.Redis;

namespace CachingGateway.Invalidation;

/// <summary>
/// Frees what invalidations have retired. Nothing depends on it but memory: whoever finds a retired entry does not serve it. It goes
/// through everything there is, so it does so seldom, in small steps, and in Redis by one replica for all.
/// </summary>
internal sealed class Sweeper(
    MemoryStore memory,
    IViewSource views,
    TimeProvider time,
    ILogger<Sweeper> logger,
    InvalidationMetrics metrics,
    RedisEntryStore? shared = null,
    RedisTurns? turns = null,
    IInvalidationLog? ledger = null)
    : BackgroundService
{
    /// <summary>How long after new records it begins.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <summary>Between two steps, of some hundred entries each.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>For how long one replica sweeps Redis for all.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    private readonly string _name = Guid.NewGuid().ToString("N");
    private Fence _sweptMemory;
    private Fence _sweptShared;

    /// <summary>Goes through memory once.</summary>
    /// <returns>How many entries went.</returns>
    public async Task<long> SweepMemoryAsync(InvalidationView view, CancellationToken cancellation)
    {
        var (swept, position, found) = (new SweptEntries(view.Generation), 0UL, new List<CacheEntry>());
        do
        {
            found.Clear();
            position = memory.Visit(position, found);
            found.RemoveAll(entry => view.StandingOf(entry) != Standing.Retired);
            memory.RemoveAll(found);
            foreach (var entry in found)
                swept.Add(view.RetiredBy(entry.Labels, entry.Fence));
            await Task.Delay(Pause, time, cancellation);
        }
        while (position != 0);
        // With Redis what replicas have in memory are copies of what is there, and the ledger counts nothing twice.
        if (shared is null)
            ledger?.NoteSwept(swept);
        return swept.Total;
    }

    /// <summary>Goes through Redis once.</summary>
    public async Task<SharedSweep> SweepSharedAsync(RedisEntryStore store, InvalidationView view, CancellationToken cancellation)
    {
        var (swept, keptAt) = (new SweptEntries(view.Generation), time.GetTimestamp());
        var scanned = await store.ScanAsync(RemoveRetiredAsync, Pause, cancellation);
        ledger?.NoteSwept(swept);
        return new SharedSweep(swept.Total, scanned.IsOk && view.IsTrusted(time.GetTimestamp()));

        async ValueTask RemoveRetiredAsync(IReadOnlyList<ScannedEntry> page)
        {
            if (turns is not null && time.GetElapsedTime(keptAt) > Turn / 2)
            {
                keptAt = time.GetTimestamp();
                await turns.KeepAsync(_name, Turn);
            }

            foreach (var (at, meta) in page)
            {
                // What a replica that is behind takes for retired may be newer than all it knows.
                if (view.IsTrusted(time.GetTimestamp())
                    && view.IsRetired(meta.Labels, meta.Fence)
                    && (await store.RemoveIfUnchangedAsync(at, meta.Fence)).Value)
                {
                    swept.Add(view.RetiredBy(meta.Labels, meta.Fence));
                }
            }
        }
    }

    /// <summary>Goes through Redis once, unless another does, or has done so and knew as much.</summary>
    /// <returns><see langword="null"/>: there was nothing to do here.</returns>
    public async Task<SharedSweep?> SweepInTurnAsync(
        RedisEntryStore store, RedisTurns inTurn, InvalidationView view, CancellationToken cancellation)
    {
        var fence = view.Fence;
        if (_sweptShared == fence)
            return null;
        var done = await inTurn.DoneToAsync();
        if (done.Generation == fence.Generation && done.Sequence >= fence.Sequence)
        {
            _sweptShared = fence;
            return null;
        }

        if (!await inTurn.TakeAsync(_name, Turn))
            return null;
        var sweep = await SweepSharedAsync(store, view, cancellation);
        if (sweep.IsWhole)
        {
            _sweptShared = fence;
            await inTurn.NoteDoneAsync(fence);
        }

        return sweep;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Rest, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (views.View is not { } view || !view.IsTrusted(time.GetTimestamp()))
                continue;
            var fence = view.Fence;
            if (_sweptMemory != fence)
            {
                Tell(await SweepMemoryAsync(view, stoppingToken), "memory");
                _sweptMemory = fence;
            }

            if (shared is not null && turns is not null && await SweepInTurnAsync(shared, turns, view, stoppingToken) is { } sweep)
                Tell(sweep.Removed, "redis");
        }
    }

    private void Tell(long removed, string where)
    {
        if (removed == 0)
            return;
        metrics.CountSwept(removed, where);
        Log.Swept(logger, removed, where);
    }
}

/// <summary>What came of going through Redis.</summary>
/// <param name="Removed">How many entries went.</param>
/// <param name="IsWhole">Whether all of it was seen, by one who knew all the while what is retired.</param>
internal readonly record struct SharedSweep(long Removed, bool IsWhole);
