using Xunit;

namespace CachingGateway.ConformanceTests.Kit;

/// <summary>Runs all cases at once before the first is asked for, against one gateway and one origin.</summary>
public sealed class Suite : IAsyncLifetime
{
    /// <summary>A folder that gets the summary, and what was said in the cases that failed.</summary>
    private const string ReportVariable = "CONFORMANCE_REPORT";

    /// <summary>So many cases talk at once; those that wait do not count.</summary>
    private const int Seats = 48;

    private readonly Dictionary<string, string> _failures = [];

    public async Task InitializeAsync()
    {
        RequireUniqueIds();
        await using var origin = Origin.Start();
        await using var gateway = await Gateway.StartAsync(origin.Address);
        using var seats = new SemaphoreSlim(Seats);
        var runs = Catalogue.All.Select(c => (Case: c, Run: new CaseRun(c, gateway.Address, seats))).ToList();
        foreach (var (_, run) in runs)
            origin.Add(run);
        var failures = await Task.WhenAll(runs.Select(r => Task.Run(r.Run.RunAsync)));
        for (var i = 0; i < runs.Count; i++)
            _failures.Add(runs[i].Case.Id, failures[i]);
        if (Environment.GetEnvironmentVariable(ReportVariable) is { Length: > 0 } folder)
            await ReportAsync(folder);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Fails where the case did, with all that was said in it.</summary>
    public void Holds(string id) => Assert.True(_failures[id].Length == 0, _failures[id]);

    // An id is a path: two cases would answer each other's requests.
    private static void RequireUniqueIds()
    {
        var shared = Catalogue.All.GroupBy(c => c.Id, StringComparer.Ordinal).Where(g => g.Skip(1).Any()).Select(g => g.Key)
            .ToList();
        if (shared.Count > 0)
            throw new InvalidOperationException($"Ids of more than one case: {string.Join(", ", shared)}.");
    }

    private async Task ReportAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "report.txt"), Report.Write(Catalogue.All, id => _failures[id].Length == 0));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "failures.txt"), string.Join('\n', _failures.Values.Where(f => f.Length > 0)));
    }
}

/// <summary>One run for all theories.</summary>
[CollectionDefinition(nameof(Suite))]
public sealed class OneSuite : ICollectionFixture<Suite>;
