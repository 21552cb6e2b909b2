using CachingGateway.Invalidation.Records;
using CachingGateway.Management.Keys;

namespace CachingGateway.Management.Purging;

/// <summary>What would be retired.</summary>
/// <param name="Count">How many entries.</param>
/// <param name="Sample">Some of their names.</param>
/// <param name="Complete">Whether all there is was looked through.</param>
/// <param name="Redis"><c>none</c>, <c>ok</c> or <c>unavailable</c>.</param>
internal sealed record PreviewAnswer(long Count, IReadOnlyList<string> Sample, bool Complete, string Redis);

/// <summary>Looks through everything for what a purge would retire, by the very index that a purge goes into.</summary>
internal sealed class PurgePreview(EntryWalk walk, EntryStates states)
{
    private const int MostNames = 20;

    public async Task<PreviewAnswer> FindAsync(Purge purge, CancellationToken cancellation)
    {
        var index = new RecordIndex();
        index.Add(new InvalidationRecord(1, purge.Mode, purge.Targets, 0));
        var (count, names) = (0L, new List<string>());
        var end = await walk.RunAsync(null, WalkLimits.Everything, Take, cancellation);
        return new PreviewAnswer(count, names, end.IsComplete, end.Redis);

        bool Take(FoundEntry found)
        {
            var labels = found.Labels;
            var fence = found.Memory?.Fence ?? found.Shared!.Value.Meta.Fence;
            if (!index.Find(labels, after: 0).IsAny || states.IsRetired(labels, fence))
                return true;
            count++;
            if (names.Count < MostNames && !names.Contains(labels.Name))
                names.Add(labels.Name);
            return true;
        }
    }
}
