using CachingGateway.Entries;
using CachingGateway.Keys;
using CachingGateway.Storage.Redis;

namespace CachingGateway.Management.Keys;

/// <summary>Finds names and their entries.</summary>
internal sealed class KeyReader(EntryWalk walk, EntryViews views, RetiringHistory history, RedisEntryStore? redis = null)
{
    /// <summary>The most entries that one page looks at.</summary>
    private const long MostExamined = 20_000;

    /// <summary>The most entries of one name that are shown.</summary>
    private const int MostEntries = 200;

    private static readonly TimeSpan PageTime = TimeSpan.FromSeconds(2);

    public async Task<KeysAnswer> ListAsync(string pattern, int limit, WalkCursor? from, CancellationToken cancellation)
    {
        var page = new List<ListedEntry>();
        var limits = new WalkLimits(MostExamined, PageTime, Math.Clamp(limit, 10, RedisEntryScan.MaxPageSize));
        var end = await walk.RunAsync(from, limits, Take, cancellation);
        return new KeysAnswer(page, end.Next?.ToString(), end.Examined, end.Redis);

        bool Take(FoundEntry found)
        {
            if (NameGlob.Matches(pattern, found.Labels.Name))
                page.Add(views.List(found));
            return page.Count < limit;
        }
    }

    public async Task<KeyAnswer> ReadAsync(string name, bool withBody, CancellationToken cancellation)
    {
        var found = new List<FoundEntry>();
        var end = await walk.RunAsync(null, WalkLimits.Everything, Take, cancellation);
        var entries = new List<EntryDetails>();
        foreach (var each in found)
        {
            if (await WholeAsync(each, cancellation) is { } entry)
                entries.Add(views.Detail(entry, each, withBody));
        }

        var labels = found.Count > 0 ? found.Select(each => each.Labels).ToList() : [new EntryLabels(name, "", [], 0, 0)];
        return new KeyAnswer(name, entries, await history.FindAsync(labels), end.IsComplete, end.Redis);

        bool Take(FoundEntry each)
        {
            if (each.Labels.Name == name)
                found.Add(each);
            return found.Count < MostEntries;
        }
    }

    private async Task<CacheEntry?> WholeAsync(FoundEntry found, CancellationToken cancellation) =>
        found.Memory ?? (redis is null ? null : (await redis.ReadAsync(found.Shared!.Value, cancellation)).Entry);
}
