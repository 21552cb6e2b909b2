using System.Globalization;
using CachingGateway.Entries;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace CachingGateway.Benchmarks.Invalidation;

/// <summary>
/// Prints what invalidating costs by how many entries there are, and what checking an entry costs by how many records there are.
/// What is compared takes turns, so that what else the machine does falls on all of it.
/// </summary>
internal static class InvalidationCostReport
{
    private const int Rounds = 31;
    private const int Invalidations = 2_000;
    private static readonly int[] EntryCounts = [1_000, 10_000, 100_000, 1_000_000];
    private static readonly int[] RecordCounts = [1, 100, 10_000, 100_000];

    public static async Task RunAsync(TextWriter output)
    {
        await TakingByEntriesAsync(output);
        CheckingByRecords(output);
    }

    private static async Task TakingByEntriesAsync(TextWriter output)
    {
        var (gateways, one, all) = (new List<Gateway>(), new Turns<Gateway>(), new Turns<Gateway>());
        foreach (var count in EntryCounts)
        {
            var gateway = new Gateway(count);
            gateways.Add(gateway);
            one.Add(gateway, Invalidations, static gateway => gateway.InvalidateEach(Invalidations));
            all.Add(gateway, Invalidations, static gateway => gateway.InvalidateAll(Invalidations));
        }

        var (ofOne, ofAll) = (one.Run(Rounds), all.Run(Rounds));
        Line(output, $"{"Taking an invalidation",-40}{"of one entry",18}{"of all entries",24}");
        for (var i = 0; i < gateways.Count; i++)
        {
            gateways[i].ExpectAllRetired();
            Line(output, $"{gateways[i].Entries,12:N0} entries in memory        {ofOne[i],9:N0} ns {ofOne[i] / ofOne[0],5:0.00} x    {ofAll[i],9:N0} ns {ofAll[i] / ofAll[0],5:0.00} x");
            await gateways[i].DisposeAsync();
        }
    }

    private static void CheckingByRecords(TextWriter output)
    {
        Section(output, "Checking an entry, head as when it was checked last", "tag records", RecordCounts.Select(
            count => (count, Checks.Of(tags: count, newer: 0))));
        Section(output, "Checking an entry, all records newer than its last check", "tag records", RecordCounts.Select(
            count => (count, Checks.Of(tags: count, newer: count))));
        Section(output, "Checking an entry, one record newer", "patterns", RecordCounts.Select(
            count => (count, Checks.Of(patterns: count, newer: 1))));
        Section(output, "Checking an entry, of 100,000 patterns", "newer patterns", RecordCounts.Select(
            count => (count, Checks.Of(patterns: 100_000, newer: count))));
        Section(output, "Checking an entry, all patterns newer", "patterns", RecordCounts.Select(
            count => (count, Checks.Of(patterns: count, newer: count))));
    }

    private static void Section(TextWriter output, string title, string unit, IEnumerable<(int Count, Checks Checks)> rows)
    {
        var (turns, counts) = (new Turns<Checks>(), new List<int>());
        foreach (var (count, checks) in rows)
        {
            counts.Add(count);
            turns.Add(checks, checks.Entries, static checks => checks.CheckAll(), static checks => checks.Renew());
        }

        var times = turns.Run(Rounds);
        Line(output, $"\n{title}");
        for (var i = 0; i < times.Length; i++)
            Line(output, $"{counts[i],12:N0} {unit,-26} {times[i],12:N1} ns {times[i] / times[0],9:0.00} x");
    }

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>A gateway without Redis, as far as invalidations concern it, and a store with entries.</summary>
    private sealed class Gateway : IAsyncDisposable
    {
        private const int Names = 1_000;
        private static readonly InvalidationRequest Everything = Request("items");
        private static readonly InvalidationRequest[] Single = [.. Enumerable.Range(0, Names).Select(i => Request($"item:{i}"))];
        private readonly MemoryStore _store = new(new MemoryStoreOptions { MaxBytes = 4L << 30 }, TimeProvider.System);
        private readonly Invalidator _invalidator =
            new(new EmbeddedLog(1_000_000, TimeProvider.System), TimeProvider.System, NullLogger<Invalidator>.Instance);

        public Gateway(int entries)
        {
            Entries = entries;
            var limits = new RouteLimits("r", long.MaxValue, long.MaxValue, 50);
            for (var i = 0; i < entries; i++)
                _store.TryAdd(BenchEntry.Of(i, _invalidator.View!.Fence, "items", $"item:{i % Names}"), limits);
        }

        public int Entries { get; }

        public void InvalidateEach(int times)
        {
            for (var i = 0; i < times; i++)
                Take(Single[i % Names]);
        }

        public void InvalidateAll(int times)
        {
            for (var i = 0; i < times; i++)
                Take(Everything);
        }

        public void ExpectAllRetired()
        {
            for (var i = 0; i < Entries; i++)
            {
                if (_store.Find(BenchEntry.KeyOf(i), default) is not { } entry || _invalidator.View!.StandingOf(entry) != Standing.Retired)
                    throw new InvalidOperationException($"Entry {i} is not there, or not retired.");
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _invalidator.DisposeAsync();
            _store.Dispose();
        }

        private static InvalidationRequest Request(string tag) =>
            new([new InvalidationTarget(TargetKind.Tag, tag)], InvalidationMode.Purge) { Source = "bench" };

        private void Take(InvalidationRequest request)
        {
            // The log of this process answers at once.
            var taken = _invalidator.InvalidateAsync(request, CancellationToken.None);
            if (!taken.IsCompletedSuccessfully || taken.GetAwaiter().GetResult() is null)
                throw new InvalidOperationException("Not taken at once.");
        }
    }
}
