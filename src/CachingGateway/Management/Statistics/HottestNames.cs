using CachingGateway.Entries;
using CachingGateway.Storage;

namespace CachingGateway.Management.Statistics;

/// <summary>The names with the most hits.</summary>
[SnakeCase]
internal sealed record HottestAnswer(DateTimeOffset At, long Examined, IReadOnlyList<HotName> Keys);

/// <summary>One of them.</summary>
/// <param name="Hits">Of its entries, and of those whose place they took.</param>
/// <param name="Entries">How many variants of it are among the hottest.</param>
[SnakeCase]
internal sealed record HotName(string Name, string Route, long Hits, int Entries, long BodyBytes);

/// <summary>Finds the names with the most hits in memory by a walk through all of it, at most once in two seconds.</summary>
internal sealed class HottestNames(MemoryStore memory, TimeProvider time) : IDisposable
{
    public const int Most = 200;

    /// <summary>Entries looked at, of which several may share a name.</summary>
    private const int MostEntries = 10 * Most;

    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _one = new(1);
    private HottestAnswer? _known;
    private long _knownSince;

    public async Task<HottestAnswer> ReadAsync(int limit, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (_known is null || time.GetElapsedTime(_knownSince) > GoodFor)
                (_known, _knownSince) = (Find(), time.GetTimestamp());
            return _known with { Keys = [.. _known.Keys.Take(limit)] };
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private HottestAnswer Find()
    {
        var (hottest, examined) = (new PriorityQueue<CacheEntry, long>(), 0L);
        foreach (var entry in memory.Entries())
        {
            examined++;
            if (MemoryStore.HitsOf(entry) is not (> 0 and var hits))
                continue;
            hottest.Enqueue(entry, hits);
            if (hottest.Count > MostEntries)
                hottest.Dequeue();
        }

        var names = hottest.UnorderedItems.GroupBy(item => (item.Element.Name, item.Element.Route)).Select(group => new HotName(
            group.Key.Name,
            group.Key.Route,
            group.Sum(item => item.Priority),
            group.Count(),
            group.Sum(item => (long)item.Element.Body.Length)));
        return new HottestAnswer(
            time.GetUtcNow(), examined, [.. names.OrderByDescending(name => name.Hits).ThenBy(name => name.Name, StringComparer.Ordinal).Take(Most)]);
    }
}
