using Xunit;

namespace CachingGateway.ConformanceTests.Kit;

/// <summary>Runs all cases at once before the first is asked for, against one gateway and one origin.</summary>
public sealed class Suite : IAsyncLifetime
{
    /// <summary>A file that gets the summary.</summary>
    private const string ReportVariable = "CONFORMANCE_REPORT";

    /// <summary>So many cases talk at once; those that wait do not count.</summary>
    private const int Seats = 48;

    private readonly Dictionary<string, string> _failures = [];

    public async Task InitializeAsync()
    {
        await using var origin = Origin.Start();
        await using var gateway = await Gateway.StartAsync(origin.Address);
        using var seats = new SemaphoreSlim(Seats);
        var runs = Catalogue.All.Select(c => (Case: c, Run: new CaseRun(c, gateway.Address, seats))).ToList();
        foreach (var (_, run) in runs)
            origin.Add(run);
        var failures = await Task.WhenAll(runs.Select(r => Task.Run(r.Run.RunAsync)));
        for (var i = 0; i < runs.Count; i++)
            _failures.Add(runs[i].Case.Id, failures[i]);
        if (Environment.GetEnvironmentVariable(ReportVariable) is { Length: > 0 } file)
            await File.WriteAllTextAsync(file, Report.Write(Catalogue.All, id => _failures[id].Length == 0));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Fails where the case did, with all that was said in it.</summary>
    public void Holds(string id) => Assert.True(_failures[id].Length == 0, _failures[id]);
}

/// <summary>One run for all theories.</summary>
[CollectionDefinition(nameof(Suite))]
public sealed class OneSuite : ICollectionFixture<Suite>;
