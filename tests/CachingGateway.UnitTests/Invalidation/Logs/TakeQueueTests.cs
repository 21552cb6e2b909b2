using System.Threading.Channels;
using CachingGateway.Entries;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;
using CachingGateway.UnitTests.Storage;
using Xunit;

namespace CachingGateway.UnitTests.Invalidation.Logs;

public class TakeQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly AsyncLocal<string?> Whose = new();

    private readonly ManualTime _time = new();
    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();
    private readonly TakeQueue _queue;
    private long _sequence;

    public TakeQueueTests() => _queue = new TakeQueue(SendAsync, Patience, mostWaiting: 1000, _time);

    [Fact]
    public void NoneOnItsWay_IsSentAtOnce()
    {
        _ = Take("a");

        Assert.True(_calls.Reader.TryRead(out var call));
        Assert.Equal(["a"], call.Names);
    }

    [Fact]
    public async Task OneOnItsWay_OthersWait_AndGoTogetherInTheOrderAskedIn()
    {
        var first = Take("a");
        var rest = new[] { Take("b"), Take("c"), Take("d") };
        var call = await SentAsync();
        Assert.False(_calls.Reader.TryRead(out _));

        Answer(call);
        Assert.Equal(1, (await first)!.Fence.Sequence);
        call = await SentAsync();
        Answer(call);

        Assert.Equal(["b", "c", "d"], call.Names);
        Assert.Equal([2L, 3L, 4L], (await Task.WhenAll(rest)).Select(reply => reply!.Fence.Sequence));
    }

    [Fact]
    public async Task CallAnsweredBeforeItReturns_ServesAllTheSame()
    {
        var queue = new TakeQueue(
            requests => Task.FromResult<IReadOnlyList<TakeReply>?>([.. requests.Select(_ => Reply())]), Patience, mostWaiting: 1, _time);

        for (var i = 1; i <= 3; i++)
            Assert.Equal(i, (await queue.TakeAsync(Request("a", 1)))!.Fence.Sequence);
    }

    [Fact]
    public async Task ReplyLost_IsNullForAllOfTheCall_AndTheNextAreSent()
    {
        _ = Take("a");
        var lost = new[] { Take("b"), Take("c") };
        Answer(await SentAsync());
        var call = await SentAsync();
        var next = Take("d");

        call.Reply.SetResult(null);

        Assert.All(await Task.WhenAll(lost), Assert.Null);
        Answer(await SentAsync());
        Assert.NotNull(await next);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CallThatThrows_DoesSoForAllOfIt_AndTheNextAreSent(bool isAtOnce)
    {
        var isFirst = true;
        var failing = new TaskCompletionSource<IReadOnlyList<TakeReply>?>();
        var queue = new TakeQueue(requests => isFirst && !(isFirst = false) ? Fail() : SendAsync(requests), Patience, mostWaiting: 10, _time);

        var first = queue.TakeAsync(Request("a", 1));
        var next = queue.TakeAsync(Request("b", 1));
        failing.SetException(new FormatException());

        await Assert.ThrowsAsync<FormatException>(() => first);
        Answer(await SentAsync());
        Assert.NotNull(await next);

        Task<IReadOnlyList<TakeReply>?> Fail() => isAtOnce ? throw new FormatException() : failing.Task;
    }

    [Fact]
    public async Task MoreRequestsThanACallHas_GoInSeveral()
    {
        var all = Enumerable.Range(0, TakeQueue.MostRequests + 2).Select(i => Take($"{i}")).ToArray();
        var calls = await AnswerAsync(3);

        Assert.Equal([1, TakeQueue.MostRequests, 1], calls.Select(call => call.Names.Length));
        Assert.Equal(Enumerable.Range(1, all.Length).Select(i => (long)i), (await Task.WhenAll(all)).Select(reply => reply!.Fence.Sequence));
    }

    [Fact]
    public async Task MoreTargetsThanACallHas_GoInSeveral_AndTheirOrderIsKept()
    {
        _ = Take("first");
        _ = Take("some", TakeQueue.MostTargets - 1);
        _ = Take("one");
        _ = Take("too many", TakeQueue.MostTargets + 1);
        _ = Take("last");

        Assert.Equal(["first", "some,one", "too many", "last"], (await AnswerAsync(4)).Select(call => string.Join(',', call.Names)));
    }

    [Fact]
    public async Task WaitedForLongerThanACallMayTake_IsNotSent()
    {
        _ = Take("hangs");
        var waiting = Take("waiting");
        _time.Advance(Patience + TimeSpan.FromTicks(1));
        var late = Take("late");

        (await SentAsync()).Reply.SetResult(null);

        Assert.Null(await waiting);
        Assert.Equal(["late"], Assert.Single(await AnswerAsync(1)).Names);
        Assert.NotNull(await late);
    }

    [Fact]
    public async Task NobodyLeftWhoMayBeSent_TheNextIsSentAtOnce()
    {
        _ = Take("hangs");
        var waiting = Take("waiting");
        _time.Advance(2 * Patience);
        (await SentAsync()).Reply.SetResult(null);
        Assert.Null(await waiting);

        var next = Take("next");

        Assert.Equal(["next"], Assert.Single(await AnswerAsync(1)).Names);
        Assert.NotNull(await next);
    }

    [Fact]
    public async Task MoreThanMayWait_AreRefusedAtOnce()
    {
        var queue = new TakeQueue(SendAsync, Patience, mostWaiting: 1, _time);
        _ = queue.TakeAsync(Request("a", 1));
        var waiting = queue.TakeAsync(Request("b", 1));

        Assert.Null(await queue.TakeAsync(Request("c", 1)));

        Assert.False(waiting.IsCompleted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LaterCalls_AreNotOfTheFirstOnesContext(bool isSuppressed)
    {
        Whose.Value = "first";
        using (isSuppressed ? ExecutionContext.SuppressFlow() : default)
        {
            _ = Take("a");
        }

        Whose.Value = null;
        var next = Take("b");
        var calls = await AnswerAsync(2);

        await next;
        Assert.Null(calls[1].Whose);
    }

    [Fact]
    public async Task AskedByManyThreads_EachHasAReplyOfItsOwn_AndOneCallIsOnItsWay()
    {
        var (onTheirWay, most) = (0, 0);
        var queue = new TakeQueue(
            async requests =>
            {
                most = Math.Max(most, Interlocked.Increment(ref onTheirWay));
                await Task.Yield();
                IReadOnlyList<TakeReply> replies = [.. requests.Select(_ => Reply())];
                Interlocked.Decrement(ref onTheirWay);
                return replies;
            },
            TimeSpan.FromHours(1), mostWaiting: 10_000, TimeProvider.System);

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Task.WhenAll(Enumerable.Range(0, 1000).Select(i => queue.TakeAsync(Request($"{i}", 1)))))));

        Assert.Equal(1, most);
        Assert.Equal(
            Enumerable.Range(1, 8000).Select(i => (long)i), replies.SelectMany(some => some).Select(reply => reply!.Fence.Sequence).Order());
        // Of one asker they are in the order in which he asked.
        Assert.All(replies, some => Assert.Equal(some.Select(reply => reply!.Fence.Sequence).Order(), some.Select(reply => reply!.Fence.Sequence)));
    }

    private Task<TakeReply?> Take(string name, int targets = 1) => _queue.TakeAsync(Request(name, targets));

    private Task<IReadOnlyList<TakeReply>?> SendAsync(IReadOnlyList<TakeRequest> requests)
    {
        var call = new Call([.. requests.Select(request => request.Invalidation.Cause)], Whose.Value, new());
        Assert.True(_calls.Writer.TryWrite(call));
        return call.Reply.Task;
    }

    private Task<Call> SentAsync() => _calls.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    private void Answer(Call call) => call.Reply.SetResult([.. call.Names.Select(_ => Reply())]);

    private async Task<List<Call>> AnswerAsync(int count)
    {
        var calls = new List<Call>();
        while (calls.Count < count)
        {
            calls.Add(await SentAsync());
            Answer(calls[^1]);
        }

        return calls;
    }

    private TakeReply Reply() => new(new Fence(1, ++_sequence), IsRepeat: false, new Membership(1, []), IsSafe: true);

    private static TakeRequest Request(string name, int targets) => new(1, [], new InvalidationRequest(
        [.. Enumerable.Range(0, targets).Select(i => new InvalidationTarget(TargetKind.Tag, $"{i}"))], InvalidationMode.Purge)
    {
        Source = "test",
        Cause = name,
    });

    private sealed record Call(string[] Names, string? Whose, TaskCompletionSource<IReadOnlyList<TakeReply>?> Reply);
}
