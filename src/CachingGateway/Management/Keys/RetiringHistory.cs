using CachingGateway.Entries;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Invalidation.Records;

namespace CachingGateway.Management.Keys;

/// <summary>Finds the invalidations of the ledger that name an entry.</summary>
internal sealed class RetiringHistory(Invalidator invalidations)
{
    /// <summary>How far back it looks.</summary>
    private const int MostRecords = 1000;

    /// <param name="entries">All that is known of what was stored under one name; where nothing is, the name alone.</param>
    public async Task<IReadOnlyList<RetiringRecord>> FindAsync(IReadOnlyList<EntryLabels> entries)
    {
        // Without the ledger there is no history.
        var ledger = await invalidations.ReadLedgerAsync(MostRecords) ?? [];
        return [.. ledger.SelectMany(record => Naming(record, entries).Take(1), RetiringRecord.Of)];
    }

    /// <summary>The targets of a record that name one of the entries, as the ledger writes them.</summary>
    private static IEnumerable<string> Naming(LedgerEntry record, IReadOnlyList<EntryLabels> entries)
    {
        var targets = record.Cause.Targets.Where(target => LedgerTargets.TryRead(target, out _)).ToArray();
        return Name(targets, entries) ? targets.Where(target => Name([target], entries)) : [];
    }

    private static bool Name(IEnumerable<string> targets, IReadOnlyList<EntryLabels> entries)
    {
        var named = targets.Select(target => LedgerTargets.TryRead(target, out var read) ? read : default).ToArray();
        var index = new RecordIndex();
        index.Add(new InvalidationRecord(1, InvalidationMode.Purge, named, 0));
        return entries.Any(entry => index.Find(entry, after: 0).IsAny);
    }
}
