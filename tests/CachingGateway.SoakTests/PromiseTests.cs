using CachingGateway.SoakTests.Checking;
using CachingGateway.SoakTests.Cluster;
using CachingGateway.SoakTests.Faults;
using CachingGateway.SoakTests.Traffic;
using Xunit;
using Xunit.Abstractions;

namespace CachingGateway.SoakTests;

/// <summary>The promise, over real processes, with everything going wrong that can be made to go wrong.</summary>
[Collection(nameof(OneAtATime))]
public class PromiseTests(ITestOutputHelper output)
{
    private const int Readers = 8;
    private const int Writers = 4;

    /// <summary>With faults nearly all the time, and much written: fewer hits than this and the cache does not cache.</summary>
    private const double LeastHits = 0.2;

    [Fact]
    public async Task ReplicasUnderFaults_NeverServeWhatIsOlderThanAnAcknowledgedInvalidation()
    {
        var options = SoakOptions.Read();
        var files = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Report))!).FullName;
        foreach (var log in Directory.GetFiles(files, "gateway*.log"))
            File.Delete(log);
        var dice = new Random(options.Seed);
        var (catalogue, tally) = (new Catalogue(dice), new Tally());
        await using var cluster = await SoakCluster.StartAsync(catalogue, files);
        using var chronicle = new Chronicle();

        await RunAsync(options, dice, cluster, catalogue, chronicle, tally);

        var report = SoakReport.Of(options, chronicle, tally, cluster);
        await File.WriteAllTextAsync(options.Report, report);
        output.WriteLine(report);
        Assert.True(chronicle.Violations.Count == 0, report);
        var (hits, reads) = (tally.Of("HIT"), tally.Reads.Values.Sum());
        Assert.True(hits >= LeastHits * reads, $"{hits} hits of {reads} reads");
        Assert.True(tally.Elsewhere > 0, "nothing came over Redis");
    }

    private static async Task RunAsync(
        SoakOptions options, Random dice, SoakCluster cluster, Catalogue catalogue, Chronicle chronicle, Tally tally)
    {
        var reader = new Reader(cluster, catalogue, chronicle, tally);
        var writer = new Writer(cluster, catalogue, chronicle, tally, reader);
        var recovery = new Recovery(cluster, catalogue, chronicle, tally, reader, writer);
        var injector = new FaultInjector(cluster, chronicle, tally, recovery);
        Task[] work =
        [
            .. Enumerable.Range(0, Readers).Select(_ => GuardAsync(chronicle, reader.RunAsync(new Random(dice.Next())))),
            .. Enumerable.Range(0, Writers).Select(_ => GuardAsync(chronicle, writer.RunAsync(new Random(dice.Next())))),
            GuardAsync(chronicle, injector.RunAsync(new Random(dice.Next()))),
        ];
        await Pause.ForAsync(options.Duration, chronicle.Stopping);
        chronicle.Stop();
        await Task.WhenAll(work);
    }

    // So that there is a report of what went before, whatever happens.
    private static async Task GuardAsync(Chronicle chronicle, Task work)
    {
        try
        {
            await work;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            chronicle.Violate(null, $"the soak itself failed: {e}");
        }
    }
}
