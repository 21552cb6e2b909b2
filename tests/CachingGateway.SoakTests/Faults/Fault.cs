using CachingGateway.SoakTests.Cluster;
using CachingGateway.TestKit.Redis;

namespace CachingGateway.SoakTests.Faults;

/// <summary>Something that goes wrong, and is right again when it returns.</summary>
/// <param name="Name">What goes wrong.</param>
/// <param name="Targets">To whom: 0 to 2 is a gateway and its line, -1 is Redis; two faults of one target do not go together.</param>
/// <param name="RunAsync">Does it, for as long as it is told.</param>
internal sealed record Fault(string Name, int Target, Func<TimeSpan, Task> RunAsync)
{
    public override string ToString() => Target == FaultList.Redis ? Name : $"{Name} {Target}";
}

/// <summary>The faults there are.</summary>
internal static class FaultList
{
    public const int Redis = -1;

    public static IReadOnlyList<Func<SoakCluster, Random, Fault>> All { get; } =
    [
        OfGateway("kill", static (gateway, _, time) => DownAsync(gateway, PosixSignalNumber.Kill, time)),
        OfGateway("terminate", static (gateway, _, time) => DownAsync(gateway, PosixSignalNumber.Terminate, time)),
        OfGateway("stop", StopAsync),
        OfGateway("stop", StopAsync),
        OfGateway("cut", CutAsync),
        OfGateway("drop all", static (gateway, _, _) => Done(() => gateway.Relay.Drop(static () => true))),
        OfGateway("drop some", static (gateway, dice, _) => Done(() => gateway.Relay.Drop(() => dice.Next(2) == 0))),
        OfGateway("freeze", static (gateway, _, time) => FreezeAsync([gateway.Relay.ToRedis, gateway.Relay.ToGateway], time)),
        OfGateway("freeze to Redis", static (gateway, _, time) => FreezeAsync([gateway.Relay.ToRedis], time)),
        OfGateway("freeze to gateway", static (gateway, _, time) => FreezeAsync([gateway.Relay.ToGateway], time)),
        OfGateway("lag", LagAsync),
        OfRedis("empty Redis", static (cluster, _) => cluster.Redis.AskAsync("FLUSHALL")),
        OfRedis("empty Redis", static (cluster, _) => cluster.Redis.AskAsync("FLUSHALL")),
        OfRedis("restart Redis", static (cluster, _) => cluster.Redis.RestartAsync()),
        OfRedis("Redis down", DownAsync),
        OfRedis("stop Redis", HoldAsync),
    ];

    private static Func<SoakCluster, Random, Fault> OfGateway(string name, Func<GatewayProcess, Random, TimeSpan, Task> run) =>
        (cluster, dice) =>
        {
            var gateway = cluster.Draw(dice);
            return new Fault(name, gateway.Index, time => run(gateway, dice, time));
        };

    private static Func<SoakCluster, Random, Fault> OfRedis(string name, Func<SoakCluster, TimeSpan, Task> run) =>
        (cluster, _) => new Fault(name, Redis, time => run(cluster, time));

    private static async Task DownAsync(GatewayProcess gateway, PosixSignalNumber signal, TimeSpan time)
    {
        await gateway.EndAsync(signal);
        await Pause.ForAsync(time / 3);
        await gateway.RunAsync();
    }

    private static async Task StopAsync(GatewayProcess gateway, Random dice, TimeSpan time)
    {
        gateway.Stop();
        await Pause.ForAsync(time);
        gateway.Continue();
    }

    private static async Task CutAsync(GatewayProcess gateway, Random dice, TimeSpan time)
    {
        gateway.Relay.IsCut = true;
        gateway.Relay.Drop(static () => true);
        await Pause.ForAsync(time);
        gateway.Relay.IsCut = false;
    }

    private static async Task FreezeAsync(Direction[] directions, TimeSpan time)
    {
        foreach (var direction in directions)
            direction.Freeze();
        await Pause.ForAsync(time);
        foreach (var direction in directions)
            direction.Thaw();
    }

    private static async Task LagAsync(GatewayProcess gateway, Random dice, TimeSpan time)
    {
        gateway.Relay.Lag = TimeSpan.FromMilliseconds(dice.Next(5, 300));
        await Pause.ForAsync(time);
        gateway.Relay.Lag = TimeSpan.Zero;
    }

    private static async Task DownAsync(SoakCluster cluster, TimeSpan time)
    {
        await cluster.Redis.KillAsync();
        await Pause.ForAsync(time);
        await cluster.Redis.RestartAsync();
    }

    private static async Task HoldAsync(SoakCluster cluster, TimeSpan time)
    {
        cluster.Redis.Pause();
        await Pause.ForAsync(time);
        cluster.Redis.Resume();
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
