using CachingGateway.Entries;
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
    RedisLeases? leases = null)
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
        var (removed, position, found) = (0L, 0UL, new List<CacheEntry>());
        do
        {
            found.Clear();
            position = memory.Visit(position, found);
            found.RemoveAll(entry => view.StandingOf(entry) != Standing.Retired);
            memory.RemoveAll(found);
            removed += found.Count;
            await Task.Delay(Pause, time, cancellation);
        }
        while (position != 0);
        return removed;
    }

    /// <summary>Goes through Redis once.</summary>
    /// <returns>How many entries went.</returns>
    public async Task<long> SweepSharedAsync(RedisEntryStore store, InvalidationView view, CancellationToken cancellation)
    {
        var removed = 0L;
        await store.ScanAsync(RemoveRetiredAsync, Pause, cancellation);
        return removed;

        async ValueTask RemoveRetiredAsync(IReadOnlyList<ScannedEntry> page)
        {
            foreach (var (at, meta) in page)
            {
                // What a replica that is behind takes for retired may be newer than all it knows.
                if (view.IsTrusted(time.GetTimestamp())
                    && view.IsRetired(meta.Labels, meta.Fence)
                    && (await store.RemoveIfUnchangedAsync(at, meta.Fence)).Value)
                {
                    removed++;
                }
            }
        }
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

            if (shared is not null && leases is not null && _sweptShared != fence && await leases.TakeTurnAsync("sweep", _name, Turn))
            {
                Tell(await SweepSharedAsync(shared, view, stoppingToken), "redis");
                _sweptShared = fence;
            }
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
