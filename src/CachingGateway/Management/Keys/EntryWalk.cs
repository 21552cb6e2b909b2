using CachingGateway.Entries;
using CachingGateway.Storage;
using CachingGateway.Storage.Redis;

namespace CachingGateway.Management.Keys;

/// <summary>How much of a walk is made.</summary>
/// <param name="Entries">About how many entries are looked at.</param>
/// <param name="Time">About how long it takes.</param>
/// <param name="PageSize">About how many Redis gives at once; small where few are wanted.</param>
internal readonly record struct WalkLimits(long Entries, TimeSpan Time, int PageSize)
{
    /// <summary>All there is, if that is done in ten seconds.</summary>
    public static WalkLimits Everything { get; } = new(long.MaxValue, TimeSpan.FromSeconds(10), RedisEntryScan.MaxPageSize);
}

/// <summary>How far a walk came.</summary>
/// <param name="Next">Where to go on; <see langword="null"/>: all was looked at.</param>
/// <param name="Examined">How many entries were looked at.</param>
/// <param name="Redis"><c>none</c>, <c>ok</c>, or <c>unavailable</c>: then memory alone was looked at.</param>
internal readonly record struct WalkEnd(WalkCursor? Next, long Examined, string Redis)
{
    public bool IsComplete => Next is null && Redis != EntryWalk.Unavailable;
}

/// <summary>
/// Goes through all entries, in Redis and in memory, each once but for those that come or go meanwhile. Redis comes first, and then
/// what memory has and Redis has not: the other way around what moves from the one to the other would be missed.
/// </summary>
internal sealed class EntryWalk(MemoryStore memory, TimeProvider time, RedisEntryStore? redis = null)
{
    public const string Unavailable = "unavailable";

    /// <param name="from">Where it begins; <see langword="null"/>: at the beginning.</param>
    /// <param name="limits">When it stops.</param>
    /// <param name="visit">Takes an entry, and says whether it wants more; it may get some more all the same.</param>
    public async Task<WalkEnd> RunAsync(WalkCursor? from, WalkLimits limits, Func<FoundEntry, bool> visit, CancellationToken cancellation)
    {
        var progress = new Progress(limits, visit, time);
        var shared = redis is null ? "none" : "ok";
        var at = from ?? (redis is null ? WalkCursor.InMemory : new WalkCursor(default(RedisPosition), 0));
        if (at.Shared is { } place && redis is not null)
        {
            var scanned = await redis.ScanAsync(
                place, limits.PageSize, page => ValueTask.FromResult(progress.Show(page.Select(entry => new FoundEntry(InMemory(entry), entry)))),
                TimeSpan.Zero, cancellation);
            if (scanned.IsOk && scanned.Value.Next != RedisPosition.End)
                return new WalkEnd(new WalkCursor(scanned.Value.Next, 0), progress.Examined, shared);
            shared = scanned.IsOk ? shared : Unavailable;
            at = WalkCursor.InMemory;
            if (!progress.GoesOn)
                return new WalkEnd(at, progress.Examined, shared);
        }

        var (next, isShared) = await WalkMemoryAsync(at.Memory, progress, shared == "ok", cancellation);
        return new WalkEnd(next, progress.Examined, isShared ? "ok" : redis is null ? "none" : Unavailable);
    }

    private async Task<(WalkCursor? Next, bool IsShared)> WalkMemoryAsync(
        ulong position, Progress progress, bool isShared, CancellationToken cancellation)
    {
        var found = new List<CacheEntry>();
        do
        {
            cancellation.ThrowIfCancellationRequested();
            found.Clear();
            var from = position;
            position = memory.Visit(from, found);
            // In the order of the walk, so that it can stop at any of them.
            var here = found.Where(entry => memory.PositionOf(entry.Key) >= from).OrderBy(entry => memory.PositionOf(entry.Key)).ToArray();
            var inRedis = isShared ? await redis!.HasEachAsync(here) : default;
            isShared &= inRedis.IsOk;
            foreach (var (index, entry) in here.Index())
            {
                // Redis' were shown before.
                var goesOn = isShared && inRedis.Value![index] ? progress.Pass() : progress.Show(new FoundEntry(entry, null));
                if (!goesOn && (index == here.Length - 1 || here[index + 1].Key != entry.Key))
                    return (After(entry, isLast: index == here.Length - 1 && position == 0), isShared);
            }
        }
        while (position != 0);
        return (null, isShared);
    }

    private WalkCursor? After(CacheEntry entry, bool isLast) =>
        isLast || memory.PositionOf(entry.Key) == ulong.MaxValue ? null : new WalkCursor(null, memory.PositionOf(entry.Key) + 1);

    private CacheEntry? InMemory(in ScannedEntry shared)
    {
        for (var entry = memory.Find(shared.Meta.Key, shared.Meta.Variant); entry is not null; entry = MemoryStore.FindNext(entry))
        {
            if (VariedBy.AreSame(entry.VariedBy, shared.Meta.VariedBy))
                return entry;
        }

        return null;
    }

    private sealed class Progress(WalkLimits limits, Func<FoundEntry, bool> visit, TimeProvider time)
    {
        private readonly long _beganAt = time.GetTimestamp();
        private bool _isWanted = true;

        public long Examined { get; private set; }

        public bool GoesOn => _isWanted && Examined < limits.Entries && time.GetElapsedTime(_beganAt) < limits.Time;

        public bool Show(in FoundEntry entry)
        {
            _isWanted &= visit(entry);
            return Pass();
        }

        /// <summary>An entry was looked at that need not be shown.</summary>
        public bool Pass()
        {
            Examined++;
            return GoesOn;
        }

        public bool Show(IEnumerable<FoundEntry> page)
        {
            foreach (var entry in page)
                Show(entry);
            return GoesOn;
        }
    }
}
