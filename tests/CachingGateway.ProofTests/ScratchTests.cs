using System.Diagnostics;
using CachingGateway.ProofTests.Simulation;
using Xunit;
using Xunit.Abstractions;
namespace CachingGateway.ProofTests;
public class ScratchTests(ITestOutputHelper output)
{
    [Fact]
    public void Scratch()
    {
        var n = int.Parse(Environment.GetEnvironmentVariable("N") ?? "100");
        foreach (var profile in Profile.All)
        {
            var watch = Stopwatch.StartNew();
            var figures = new Figures();
            var faults = 0; string? first = null;
            for (var seed = 1; seed <= n; seed++)
            {
                var judge = World.Run(Schedule.Of(seed, profile));
                figures.Add(judge.Figures);
                if (judge.Fault is { } fault) { faults++; first ??= $"{seed}: {fault}"; }
            }
            output.WriteLine($"{profile.Name}: {faults} faults, {watch.Elapsed.TotalMilliseconds / n:0.00} ms each; {figures}; {first}");
        }
    }
}
