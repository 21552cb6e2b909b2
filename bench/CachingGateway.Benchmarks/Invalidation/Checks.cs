using CachingGateway.Entries;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Invalidation.Records;

namespace CachingGateway.Benchmarks.Invalidation;

/// <summary>Entries that none of the records names, to be checked against them once each.</summary>
internal sealed class Checks
{
    private const ulong Generation = 1;
    private readonly InvalidationView _view = new(Generation, knownSince: 0);
    private readonly CacheEntry[] _entries;
    private readonly long _checkedTo;

    private Checks(TargetKind kind, int records, int newer)
    {
        for (var sequence = 1; sequence <= records; sequence++)
        {
            var text = kind == TargetKind.Tag ? $"other:{sequence}" : $"other:{sequence}:*";
            _view.Apply(new InvalidationRecord(sequence, InvalidationMode.Purge, [new InvalidationTarget(kind, text)], SoftSince: 0));
            _view.Advance(sequence);
        }

        _checkedTo = records - newer;
        // Fewer of what takes long, so that every round takes about the same.
        _entries = new CacheEntry[kind == TargetKind.Tag ? 4_096 : Math.Clamp(200_000 / newer, 4, 4_096)];
    }

    public int Entries => _entries.Length;

    /// <param name="tags">Records that name a tag each.</param>
    /// <param name="patterns">Records that name a pattern each; either the one or the other.</param>
    /// <param name="newer">How many of them the entries were not checked against yet.</param>
    public static Checks Of(int tags = 0, int patterns = 0, int newer = 0) =>
        tags > 0 ? new Checks(TargetKind.Tag, tags, newer) : new Checks(TargetKind.Pattern, patterns, newer);

    /// <summary>Entries know how far they were checked, so each round has new ones.</summary>
    public void Renew()
    {
        for (var i = 0; i < _entries.Length; i++)
            _entries[i] = BenchEntry.Of(i, new Fence(Generation, _checkedTo), "items", $"item:{i}");
    }

    public void CheckAll()
    {
        foreach (var entry in _entries)
        {
            if (_view.StandingOf(entry) != Standing.Valid)
                throw new InvalidOperationException("Named by a record.");
        }
    }
}
