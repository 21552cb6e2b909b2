using CachingGateway.SoakTests.Checking;
using CachingGateway.SoakTests.Cluster;
using CachingGateway.SoakTests.Traffic;

namespace CachingGateway.SoakTests.Faults;

/// <summary>Lets one to three things go wrong at a time, and sees to it that everything works again before the next.</summary>
internal sealed class FaultInjector(SoakCluster cluster, Chronicle chronicle, Tally tally, Recovery recovery)
{
    private readonly Queue<Func<SoakCluster, Random, Fault>> _deck = new();

    public async Task RunAsync(Random dice)
    {
        await recovery.ExpectAsync("the start");
        while (!chronicle.Stopping.IsCancellationRequested)
        {
            var faults = Draw(dice, dice.Next(6) switch { < 3 => 1, < 5 => 2, _ => 3 });
            await Task.WhenAll(faults.Select(fault => InjectAsync(
                fault, after: TimeSpan.FromMilliseconds(dice.Next(1500)), lasting: TimeSpan.FromMilliseconds(dice.Next(500, 6000)))));
            await recovery.ExpectAsync(string.Join(", ", faults));
            await Pause.ForAsync(TimeSpan.FromMilliseconds(dice.Next(200, 1500)), chronicle.Stopping);
        }
    }

    // Each kind once before any comes again, so that even a short soak sees them all. Those whose target is taken wait.
    private List<Fault> Draw(Random dice, int count)
    {
        var drawn = new List<Fault>();
        while (drawn.Count < count)
        {
            if (_deck.Count == 0)
            {
                var all = FaultList.All.ToArray();
                dice.Shuffle(all);
                foreach (var one in all)
                    _deck.Enqueue(one);
            }

            var next = _deck.Dequeue();
            var fault = next(cluster, dice);
            if (drawn.TrueForAll(other => other.Target != fault.Target))
            {
                drawn.Add(fault);
                continue;
            }

            _deck.Enqueue(next);
            break;
        }

        return drawn;
    }

    private async Task InjectAsync(Fault fault, TimeSpan after, TimeSpan lasting)
    {
        await Pause.ForAsync(after);
        chronicle.NoteFault($"{fault}, for {Chronicle.Seconds(lasting)}");
        await fault.RunAsync(lasting);
        chronicle.NoteFault($"{fault}: over");
        tally.CountFault(fault.Name);
    }
}
