using CachingGateway.Invalidation.Records;
using CachingGateway.Management.Keys;
using CachingGateway.Storage;
using CachingGateway.Storage.Redis;

namespace CachingGateway.Management.Purging;

/// <summary>What would be retired.</summary>
/// <param name="Count">How many entries.</param>
/// <param name="Sample">Some of their names.</param>
/// <param name="Complete">Whether all there is was looked through.</param>
/// <param name="Redis"><c>none</c>, <c>ok</c> or <c>unavailable</c>.</param>
/// <param name="Examined">How many entries were looked at.</param>
/// <param name="Among">About how many there are.</param>
/// <param name="Next">Where the next part begins; <see langword="null"/>: there is none.</param>
internal sealed record PreviewAnswer(
    long Count, IReadOnlyList<string> Sample, bool Complete, string Redis, long Examined, long Among, string? Next)
{
    /// <summary>The most names.</summary>
    public const int MostNames = 20;

    /// <summary>This part and the one behind it as one.</summary>
    public PreviewAnswer With(PreviewAnswer next) => next with
    {
        Count = Count + next.Count,
        Sample = [.. Sample.Union(next.Sample).Take(MostNames)],
        Redis = Redis == EntryWalk.Unavailable ? Redis : next.Redis,
        Complete = Redis != EntryWalk.Unavailable && next.Complete,
        Examined = Examined + next.Examined,
    };
}

/// <summary>Looks through everything for what a purge would retire, by the very index that a purge goes into.</summary>
internal sealed class PurgePreview(EntryWalk walk, EntryStates states, MemoryStore memory, RedisEntryStore? redis = null)
{
    /// <summary>How long a part takes, for who wants to see how far it is.</summary>
    private static readonly TimeSpan PartTime = TimeSpan.FromSeconds(1);

    public async Task<PreviewAnswer> FindAsync(Purge purge, PreviewPart part, CancellationToken cancellation)
    {
        var index = new RecordIndex();
        index.Add(new InvalidationRecord(1, purge.Mode, purge.Targets, 0));
        var (count, names) = (0L, new List<string>());
        var limits = part.IsInParts ? WalkLimits.Everything with { Time = PartTime } : WalkLimits.Everything;
        var end = await walk.RunAsync(part.From, limits, Take, cancellation);
        return new PreviewAnswer(count, names, end.IsComplete, end.Redis, end.Examined, await AllAsync(), end.Next?.ToString());

        bool Take(FoundEntry found)
        {
            var labels = found.Labels;
            var fence = found.Memory?.Fence ?? found.Shared!.Value.Meta.Fence;
            if (!index.Find(labels, after: 0).IsAny || states.IsRetired(labels, fence))
                return true;
            count++;
            if (names.Count < PreviewAnswer.MostNames && !names.Contains(labels.Name))
                names.Add(labels.Name);
            return true;
        }
    }

    private async Task<long> AllAsync()
    {
        var shared = redis is null ? 0 : (await redis.InfoAsync()).Value?.Keys ?? 0;
        return memory.Statistics.Entries + shared;
    }
}
