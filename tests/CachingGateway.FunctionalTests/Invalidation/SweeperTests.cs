using CachingGateway.Entries;
using CachingGateway.FunctionalTests.Redis;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Storage;
using CachingGateway.Storage.Redis;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static CachingGateway.FunctionalTests.Redis.RedisStores;

namespace CachingGateway.FunctionalTests.Invalidation;

/// <summary>What invalidations retired is freed, and nothing else.</summary>
public sealed class SweeperTests : IDisposable
{
    private static readonly RouteLimits NoLimits = new("r", long.MaxValue, long.MaxValue, 50);

    private readonly TestMeters _meters = new();

    private InvalidationMetrics Metrics => new(_meters);

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task RetiredEntries_Go_TheOthersStay()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 1);
        await using var store = await OpenAsync(redis);
        using var memory = new MemoryStore(new MemoryStoreOptions(), TimeProvider.System);
        var replica = rig.Replicas[0];
        var generation = replica.View!.Generation;
        for (var i = 1; i <= 50; i++)
        {
            await store.PutAsync(Entry(i, sequence: 0, generation: generation));
            memory.TryAdd(Entry(i, sequence: 0, generation: generation), NoLimits);
        }

        await replica.InvalidateAsync(Of(InvalidationMode.Purge, "t:7"), default).Within();
        await replica.InvalidateAsync(Of(InvalidationMode.Soft, "t:8"), default).Within();
        using var sweeper = new Sweeper(memory, replica, TimeProvider.System, NullLogger<Sweeper>.Instance, Metrics);

        Assert.Equal(1, await sweeper.SweepMemoryAsync(replica.View, default));
        Assert.Equal(new SharedSweep(1, IsWhole: true), await sweeper.SweepSharedAsync(store.Store, replica.View, default));
        Assert.Null(memory.Find(Entry(7).Key, Entry(7).Variant));
        Assert.True((await store.FindAsync(7)).IsAbsent);
        Assert.True((await store.FindAsync(8)).IsFound);
        Assert.Equal(49, memory.Statistics.Entries);
    }

    [Fact]
    public async Task AnotherGenerationsEntries_Go()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 1);
        await using var store = await OpenAsync(redis);
        using var memory = new MemoryStore(new MemoryStoreOptions(), TimeProvider.System);
        await store.PutAsync(Entry(1, sequence: 5, generation: 1));
        using var sweeper = new Sweeper(memory, rig.Replicas[0], TimeProvider.System, NullLogger<Sweeper>.Instance, Metrics);

        Assert.Equal(new SharedSweep(1, IsWhole: true), await sweeper.SweepSharedAsync(store.Store, rig.Replicas[0].View!, default));
    }

    [Fact]
    public async Task Ledger_CountsWhatWent_OnceForTheInvalidationThatNamedItFirst()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 1);
        await using var store = await OpenAsync(redis);
        using var memory = new MemoryStore(new MemoryStoreOptions(), TimeProvider.System);
        var replica = rig.Replicas[0];
        for (var i = 1; i <= 3; i++)
        {
            await store.PutAsync(Entry(i, generation: replica.View!.Generation));
            memory.TryAdd(Entry(i, generation: replica.View.Generation), NoLimits);
        }

        await replica.InvalidateAsync(Of(InvalidationMode.Purge, "t:1"), default).Within();
        await replica.InvalidateAsync(new([new InvalidationTarget(TargetKind.Pattern, "n:*")], InvalidationMode.Purge) { Source = "test" }, default).Within();
        await replica.InvalidateAsync(Of(InvalidationMode.Purge, "t:2"), default).Within();
        var log = new RedisLog(store.Link, 1000, NullLogger.Instance);
        using var sweeper = new Sweeper(
            memory, replica, TimeProvider.System, NullLogger<Sweeper>.Instance, Metrics, store.Store, new RedisTurns(store.Link, "sweep"), log);

        // What replicas have in memory are copies.
        Assert.Equal(3, await sweeper.SweepMemoryAsync(replica.View!, default));
        Assert.Equal(new SharedSweep(3, IsWhole: true), await sweeper.SweepSharedAsync(store.Store, replica.View!, default));

        await Deadline.Eventually(async () => (await replica.ReadLedgerAsync(10))!.Select(entry => entry.Swept), swept => swept.SequenceEqual([0, 2, 1]));
    }

    [Fact]
    public async Task OneReplica_SweepsRedisForAll_UntilThereIsMoreToSweep()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var rig = await ReplicaRig.StartAsync(redis.Address, 1);
        await using var store = await OpenAsync(redis);
        using var memory = new MemoryStore(new MemoryStoreOptions(), TimeProvider.System);
        var replica = rig.Replicas[0];
        await store.PutAsync(Entry(7, sequence: 0, generation: replica.View!.Generation));
        await store.PutAsync(Entry(8, sequence: 0, generation: replica.View.Generation));
        await replica.InvalidateAsync(Of(InvalidationMode.Purge, "t:7"), default).Within();
        var turns = new RedisTurns(store.Link, "sweep");
        using var one = NewSweeper();
        using var two = NewSweeper();

        Assert.Equal(new SharedSweep(1, IsWhole: true), await SweepAsync(one));
        Assert.Null(await SweepAsync(two));
        // Nor when the first one's time is over.
        await redis.AskAsync("DEL", "cg:turn:sweep");
        Assert.Null(await SweepAsync(one));
        Assert.Null(await SweepAsync(two));
        await replica.InvalidateAsync(Of(InvalidationMode.Purge, "t:8"), default).Within();
        Assert.Equal(new SharedSweep(1, IsWhole: true), await SweepAsync(two));
        Assert.Null(await SweepAsync(one));

        Sweeper NewSweeper() => new(memory, replica, TimeProvider.System, NullLogger<Sweeper>.Instance, Metrics, store.Store, turns);

        Task<SharedSweep?> SweepAsync(Sweeper sweeper) => sweeper.SweepInTurnAsync(store.Store, turns, replica.View, default);
    }

    private static InvalidationRequest Of(InvalidationMode mode, string tag) =>
        new([new InvalidationTarget(TargetKind.Tag, tag)], mode) { Source = "test" };
}
