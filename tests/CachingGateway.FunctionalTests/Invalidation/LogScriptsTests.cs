using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Storage.Redis;
using CachingGateway.FunctionalTests.Redis;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CachingGateway.FunctionalTests.Invalidation;

/// <summary>
/// The scripts on a real Redis do what <see cref="LogState"/> does, on which the protocol is proved; and what only a real Redis can
/// show, they do as the proof takes them to.
/// </summary>
public class LogScriptsTests
{
    private const int MaxRecords = 12;

    [Fact]
    public async Task SameCommands_SameReplies()
    {
        await using var redis = await RedisServer.StartAsync();
        for (var seed = 1; seed <= 25; seed++)
        {
            await redis.AskAsync("FLUSHALL");
            await using var link = await RedisLinks.OpenAsync(redis.Address);
            await using var twins = new LogTwins(link, MaxRecords, seed);
            await twins.ListeningAsync();
            for (var i = 0; i < 80; i++)
                await twins.StepAsync(redis);
            await twins.CompareMessagesAsync();
        }
    }

    [Fact]
    public async Task RecordOfMoreTargetsThanAPage_IsReadWhole()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = await RedisLinks.OpenAsync(redis.Address);
        var log = new RedisLog(link, 100_000, NullLogger.Instance);
        var targets = Enumerable.Range(0, 3 * LogState.PageRecords).Select(i => new InvalidationTarget(TargetKind.Tag, $"t{i}")).ToArray();
        await log.TakeAsync(Take(1, ["before"]));
        await log.TakeAsync(new TakeRequest(1, [], new InvalidationRequest(targets, InvalidationMode.Purge) { Source = "test" }));
        await log.TakeAsync(Take(1, ["after"]));

        var first = await BeatAsync(new BeatRequest("a", 0, 0, 0, 1, [], []));
        var second = await BeatAsync(new BeatRequest("a", 1, 0, first!.Records[^1].Sequence, 1, [], []));

        Assert.False(first.IsComplete);
        Assert.Equal([1, 2], first.Records.Select(record => record.Sequence));
        Assert.Equal(targets.Length, first.Records[1].Targets.Count);
        Assert.True(second!.IsComplete);
        Assert.Equal([3], second.Records.Select(record => record.Sequence));

        // On a busy machine so much may take longer than a heartbeat does.
        Task<BeatReply?> BeatAsync(BeatRequest request) => Deadline.Eventually(() => log.BeatAsync(request), reply => reply is not null);
    }

    [Fact]
    public async Task MadePrimaryAgain_IsANewGeneration()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = await RedisLinks.OpenAsync(redis.Address);
        var log = new RedisLog(link, MaxRecords, NullLogger.Instance);
        await log.TakeAsync(Take(1, ["a"]));
        Assert.Equal(1UL, (await log.TakeAsync(Take(2, ["b"])))!.Fence.Generation);

        // It never reaches that one, so all its data stay; but another may have been primary meanwhile.
        await redis.AskAsync("REPLICAOF", "127.0.0.1", "1");
        await redis.AskAsync("REPLICAOF", "NO", "ONE");

        await Deadline.Eventually(async () => await log.TakeAsync(Take(3, ["c"])), reply => reply?.Fence.Generation == 3);
    }

    [Fact]
    public async Task CopiesOnceKnown_StayKnownWhenAGenerationIsLeft()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var copy = await RedisServer.StartAsync(new RedisServerOptions { ReplicaOf = redis });
        await using var link = await RedisLinks.OpenAsync(redis.Address);
        var log = new RedisLog(link, MaxRecords, NullLogger.Instance);
        await Deadline.Eventually(async () => await log.TakeAsync(Take(1, ["a"])), taken => taken is { IsSafe: true });

        await copy.KillAsync();
        await redis.InfoAsync("replication", "connected_slaves", count => count == "0");
        var reply = await log.TakeAsync(new TakeRequest(2, [1], Take(2, ["b"]).Invalidation));

        // It may be this one that is cut off, and the copy primary somewhere else.
        Assert.Equal((2UL, false), (reply!.Fence.Generation, reply.IsSafe));
    }

    private static TakeRequest Take(ulong candidate, string[] tags) => new(
        candidate, [], new InvalidationRequest([.. tags.Select(tag => new InvalidationTarget(TargetKind.Tag, tag))], InvalidationMode.Purge) { Source = "test" });
}
