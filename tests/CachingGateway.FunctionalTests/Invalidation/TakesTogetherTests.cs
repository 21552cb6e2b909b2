using System.Collections.Concurrent;
using CachingGateway.Entries;
using CachingGateway.FunctionalTests.Redis;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Storage.Redis;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CachingGateway.FunctionalTests.Invalidation;

/// <summary>Several takes in one call of a real Redis: to each it is as if it had been sent alone.</summary>
public class TakesTogetherTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task AskedForWhileOneIsOnItsWay_AreTakenInOneCall_AndTold()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = await RedisLinks.OpenAsync(redis.Address);
        var log = NewLog(link);
        var listener = new Listener();
        log.Listen(listener);
        await listener.Listening.Task.Within();
        await log.TakeAsync(Take("so that the script is known"));
        var before = await CallsAsync(redis);

        await redis.AskAsync("CLIENT", "PAUSE", "60000", "WRITE");
        var taking = Enumerable.Range(0, 1 + TakeQueue.MostRequests).Select(i => log.TakeAsync(Take($"t{i}"))).ToArray();
        await redis.AskAsync("CLIENT", "UNPAUSE");
        var replies = await Task.WhenAll(taking).Within();

        Assert.Equal(Numbers(2, replies.Length), replies.Select(reply => reply!.Fence.Sequence));
        Assert.Equal(before + 2, await CallsAsync(redis));
        await Deadline.Eventually(() => Task.FromResult(listener.Told.Count), count => count == 1 + replies.Length);
        Assert.Equal(Numbers(1, 1 + replies.Length), listener.Told.Select(message => message.Record.Sequence));
        Assert.Equal(["t0", "t1", "t2"], listener.Told.Skip(1).Take(3).Select(message => Assert.Single(message.Record.Targets).Text));
    }

    [Fact]
    public async Task SameDeliveryTwice_TheSecondIsARepeat()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = await RedisLinks.OpenAsync(redis.Address);
        var log = NewLog(link);

        var replies = await log.TakeAllAsync([Take("a", "origin/1"), Take("b"), Take("a", "origin/1"), Take("c", "origin/2")]);
        var later = await log.TakeAsync(Take("a", "origin/1"));

        Assert.Equal([(1L, false), (2L, false), (1L, true), (3L, false)], replies!.Select(reply => (reply.Fence.Sequence, reply.IsRepeat)));
        Assert.Equal((1L, true), (later!.Fence.Sequence, later.IsRepeat));
        Assert.Equal(3, (await BeatAsync(log)).Head);
    }

    [Fact]
    public async Task Intent_IsClosedByTheOneThatItIsOf()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = await RedisLinks.OpenAsync(redis.Address);
        var log = NewLog(link);
        await log.IntendAsync("made", Take("b").Invalidation, TimeSpan.Zero);
        await log.IntendAsync("lost", Take("lost").Invalidation, TimeSpan.Zero);

        await log.TakeAllAsync([Take("a"), Take("b") with { Intent = "made" }, Take("c")]);
        var beat = await BeatAsync(log);

        Assert.Equal(["a", "b", "c", "lost"], beat.Records.Select(record => Assert.Single(record.Targets).Text));
    }

    [Fact]
    public async Task SameTarget_StandsUnderTheLastNumber()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = await RedisLinks.OpenAsync(redis.Address);
        var log = NewLog(link);

        await log.TakeAllAsync([Take("a"), Take("b"), Take("a")]);
        var beat = await BeatAsync(log);

        Assert.Equal([(2L, "b"), (3L, "a")], beat.Records.Select(record => (record.Sequence, Assert.Single(record.Targets).Text)));
        Assert.True((await log.TakeAsync(Take("c")))!.Fence.Generation == beat.Generation);
    }

    [Theory]
    [InlineData("taken", false)]
    [InlineData("due", false)]
    [InlineData("intents", false)]
    [InlineData("intended", false)]
    [InlineData("ledger", false)]
    // What fails has begun a generation itself.
    [InlineData("taken", true)]
    [InlineData("due", true)]
    [InlineData("intents", true)]
    [InlineData("ledger", true)]
    public async Task KeyOfAnotherType_IsMended_AndAllAreTakenOnce(string name, bool isNew)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = await RedisLinks.OpenAsync(redis.Address);
        var log = NewLog(link);
        var before = await log.TakeAsync(Take("before"));
        if (isNew)
            await redis.AskAsync("FLUSHALL");
        await redis.AskAsync("DEL", $"cg:{{1}}:{name}");
        await redis.AskAsync("SET", $"cg:{{1}}:{name}", "x");

        var soft = Take("b") with { Intent = "some", Invalidation = Take("b").Invalidation with { Mode = InvalidationMode.Soft, Settle = Hour } };
        var replies = await log.TakeAllAsync([Take("a", "origin/1"), soft, Take("c", "origin/2")]);
        var beat = await BeatAsync(log);

        Assert.Equal([(1L, false), (2L, false), (3L, false)], replies!.Select(reply => (reply.Fence.Sequence, reply.IsRepeat)));
        Assert.All(replies!, reply => Assert.Equal(beat.Generation, reply.Fence.Generation));
        Assert.NotEqual(before!.Fence.Generation, beat.Generation);
        Assert.Equal(["a", "b", "c"], beat.Records.Select(record => Assert.Single(record.Targets).Text));
        Assert.True((await log.TakeAsync(Take("a", "origin/1")))!.IsRepeat);
    }

    [Fact]
    public async Task KeyOfAnotherTypeUnderADelivery_IsReplaced()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = await RedisLinks.OpenAsync(redis.Address);
        var log = NewLog(link);
        await redis.AskAsync("RPUSH", "cg:{1}:delivery:origin/2", "x");

        var replies = await log.TakeAllAsync([Take("a", "origin/1"), Take("b", "origin/2"), Take("c", "origin/3")]);

        Assert.Equal([1L, 2L, 3L], replies!.Select(reply => reply.Fence.Sequence));
        Assert.True((await log.TakeAsync(Take("b", "origin/2")))!.IsRepeat);
    }

    [Fact]
    public async Task ReplyLost_IsUnknownForAll_AndWhatWasTakenIsTakenOnce()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var relay = TcpRelay.Start(redis.Port);
        await using var link = await RedisLinks.OpenAsync(relay.Address);
        var log = NewLog(link);
        TakeRequest[] requests = [Take("a", "origin/1"), Take("b", "origin/2"), Take("c", "origin/3")];
        await log.TakeAsync(Take("before"));

        await redis.AskAsync("CLIENT", "PAUSE", "60000", "WRITE");
        var taking = log.TakeAllAsync(requests);
        await redis.InfoAsync("clients", "blocked_clients", count => count == "1");
        relay.Hold();
        await redis.AskAsync("CLIENT", "UNPAUSE");
        await Deadline.Eventually(async () => (await redis.AskAsync("HGET", "cg:{1}:generation", "head")).Text, head => head == "4");
        relay.Cut();
        Assert.Null(await taking.Within());

        relay.Heal();
        foreach (var (request, number) in requests.Zip(Numbers(2, 3)))
        {
            var again = await Deadline.Eventually(() => log.TakeAsync(request), reply => reply is not null);
            Assert.Equal((number, true), (again!.Fence.Sequence, again.IsRepeat));
        }
    }

    [Fact]
    public async Task RedisFull_OnlyAWriteThatWasAnnouncedIsTaken()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = await RedisLinks.OpenAsync(redis.Address);
        var log = NewLog(link);
        await log.TakeAsync(Take("before"));
        await log.IntendAsync("made", Take("written").Invalidation, Hour);

        await redis.AskAsync("CONFIG", "SET", "maxmemory", "1");

        Assert.Null(await log.TakeAsync(Take("webhook")));
        Assert.Equal(2, (await log.TakeAsync(Take("written") with { Intent = "made" }))!.Fence.Sequence);
    }

    [Fact]
    public async Task InCluster_AllKeysOfACallAreOnOneNode()
    {
        await using var cluster = await RedisCluster.StartAsync();
        await using var link = await RedisLinks.OpenAsync(cluster.Addresses);
        var log = NewLog(link);

        var replies = await log.TakeAllAsync([Take("a", "origin/1"), Take("b", "other/{2}"), Take("c", "third/3") with { Intent = "some" }]);

        Assert.Equal([1L, 2L, 3L], replies!.Select(reply => reply.Fence.Sequence));
    }

    private static RedisLog NewLog(RedisLink link) => new(link, 100_000, NullLogger.Instance);

    private static TakeRequest Take(string tag, string? delivery = null) => new(
        GenerationId.New(), [],
        new InvalidationRequest([new InvalidationTarget(TargetKind.Tag, tag)], InvalidationMode.Purge) { Source = "test", Delivery = delivery });

    // In the generation in force, as one that joins.
    private static async Task<BeatReply> BeatAsync(RedisLog log) =>
        (await Deadline.Eventually(() => log.BeatAsync(new BeatRequest("a", 0, 0, 0, GenerationId.New(), [], [])), reply => reply is not null))!;

    private static async Task<long> CallsAsync(RedisServer redis) =>
        long.Parse((await redis.AskAsync("INFO", "commandstats")).Line("cmdstat_evalsha")!.Split('=', ',')[1]);

    private static IEnumerable<long> Numbers(long first, int count) => Enumerable.Range(0, count).Select(i => first + i);

    private sealed class Listener : ILogListener
    {
        public ConcurrentQueue<LogMessage> Told { get; } = new();

        public TaskCompletionSource Listening { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void OnTaken(LogMessage message) => Told.Enqueue(message);

        public void OnConfirmed(Confirmation confirmation)
        {
        }

        public void OnInterrupted() => Listening.TrySetResult();
    }
}
