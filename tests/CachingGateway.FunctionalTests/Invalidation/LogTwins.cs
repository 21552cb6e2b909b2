using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Logs;
using CachingGateway.Storage.Redis;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CachingGateway.FunctionalTests.Invalidation;

/// <summary>One log in Redis and one in memory, which are told the same things at random and must say the same.</summary>
internal sealed class LogTwins : ILogListener, IAsyncDisposable
{
    private readonly RedisLog _inRedis;
    private readonly RedisLog _leaving;
    private readonly int _maxRecords;
    private readonly Random _random;
    private readonly List<string> _toldInMemory = [];
    private readonly List<string> _toldInRedis = [];
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LogState _inMemory;
    private ulong _generation;
    private long _head;
    private ulong _candidate;
    private int _names;

    public LogTwins(RedisLink link, int maxRecords, int seed)
    {
        (_inRedis, _leaving) = (new RedisLog(link, maxRecords, NullLogger.Instance), new RedisLog(link, maxRecords, NullLogger.Instance));
        (_inMemory, _maxRecords, _random) = (new LogState("first", maxRecords), maxRecords, new Random(seed));
        _candidate = (ulong)seed * 1000;
        _inRedis.Listen(this);
    }

    /// <summary>Returns when nothing that is told is missed any more.</summary>
    public Task ListeningAsync() => _listening.Task.Within();

    public Task StepAsync(RedisServer redis) => _random.Next(20) switch
    {
        < 5 => TakeAsync(intent: null),
        < 8 => TakeTogetherAsync(),
        < 15 => BeatAsync(),
        15 => LeaveAsync(),
        16 => IntendAsync(),
        17 => LoseAsync(redis, "FLUSHALL"),
        18 => LoseAsync(redis, "DEL", "cg:{1}:records"),
        _ => Task.CompletedTask,
    };

    /// <summary>What was told is the same too, and in the same order.</summary>
    public async Task CompareMessagesAsync()
    {
        await Deadline.Eventually(() => Task.FromResult(ToldInRedis().Length), count => count >= _toldInMemory.Count);
        Assert.Equal(_toldInMemory, ToldInRedis());
    }

    public void OnTaken(LogMessage message)
    {
        lock (_toldInRedis)
        {
            _toldInRedis.Add(Text(message));
        }
    }

    public void OnConfirmed(Confirmation confirmation)
    {
    }

    public void OnInterrupted() => _listening.TrySetResult();

    public async ValueTask DisposeAsync() => await _inRedis.LeaveAsync("nobody");

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task TakeAsync(string? intent)
    {
        var request = NewTake(Left(), intent);
        var expected = _inMemory.Take(request, Now, Tell);
        var actual = await _inRedis.TakeAsync(request);

        Assert.NotNull(actual);
        Compare(expected, actual);
    }

    // In Redis in one call, in memory one after the other.
    private async Task TakeTogetherAsync()
    {
        var left = Left();
        var requests = Enumerable.Range(0, 1 + _random.Next(6)).Select(_ => NewTake(left, intent: null)).ToArray();
        var expected = requests.Select(request => _inMemory.Take(request, Now, Tell)).ToArray();
        var actual = await _inRedis.TakeAllAsync(requests);

        Assert.NotNull(actual);
        Assert.Equal(expected.Length, actual.Count);
        foreach (var (one, other) in expected.Zip(actual))
            Compare(one, other);
    }

    private TakeRequest NewTake(ulong[] left, string? intent) => new(
        ++_candidate, left, Request() with { Delivery = _random.Next(3) == 0 ? $"d{_candidate / 1000}.{_random.Next(6)}" : null }, intent);

    private void Compare(TakeReply expected, TakeReply actual)
    {
        Assert.Equal((expected.Fence, expected.IsRepeat, true), (actual.Fence, actual.IsRepeat, actual.IsSafe));
        Compare(expected.Members, actual.Members);
        (_generation, _head) = (expected.Fence.Generation, _inMemory.Head);
    }

    private async Task BeatAsync()
    {
        var position = _random.NextInt64(_head + 1);
        var gone = _inMemory.Beat(new BeatRequest("probe", 0, 0, 0, ++_candidate, [], []), Now, Tell).Members.Members;
        await _inRedis.BeatAsync(new BeatRequest("probe", 0, 0, 0, _candidate, [], []));
        var request = new BeatRequest(
            $"r{_random.Next(4)}", _random.Next(6) == 0 ? 7 : _generation, position, position + _random.NextInt64(_head - position + 1), ++_candidate, Left(),
            [.. gone.Where(_ => _random.Next(4) == 0).Select(member => member with { Beats = member.Beats - _random.Next(2) })]);
        var expected = _inMemory.Beat(request, Now, Tell);
        var actual = await _inRedis.BeatAsync(request);

        Assert.NotNull(actual);
        Assert.Equal((expected.Generation, expected.Head, expected.Floor, expected.IsComplete), (actual.Generation, actual.Head, actual.Floor, actual.IsComplete));
        Assert.Equal(Texts(expected.Records), Texts(actual.Records));
        Assert.Equal(expected.Due.Select(Text).Order(StringComparer.Ordinal), actual.Due.Select(Text).Order(StringComparer.Ordinal));
        Compare(expected.Members, actual.Members);
        (_generation, _head) = (expected.Generation, expected.Head);
    }

    private async Task LeaveAsync()
    {
        var id = $"r{_random.Next(4)}";
        _inMemory.Leave(id);
        // By another: who has left hears nothing more.
        await _leaving.LeaveAsync(id);
    }

    // Some lapse at once, some are closed by what they announce, some are forgotten.
    private async Task IntendAsync()
    {
        var (intent, request) = ($"i{++_names:d6}", Request() with { Settle = TimeSpan.Zero });
        var deadline = _random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromHours(1);
        _inMemory.Intend(intent, request, Now + (long)deadline.TotalMilliseconds);
        Assert.True(await _inRedis.IntendAsync(intent, request, deadline));
        if (deadline == TimeSpan.Zero)
            return;
        if (_random.Next(2) == 0)
        {
            await TakeAsync(intent);
            return;
        }

        _inMemory.Forget(intent);
        await _inRedis.ForgetAsync(intent);
    }

    private async Task LoseAsync(RedisServer redis, params string[] command)
    {
        // A part is only missed if there was something in it.
        var isLost = command is ["FLUSHALL"] || _inMemory.Beat(new BeatRequest("probe", 0, 0, 0, ++_candidate, [], []), Now, Tell).Records.Count > 0;
        if (command is not ["FLUSHALL"])
            await _inRedis.BeatAsync(new BeatRequest("probe", 0, 0, 0, _candidate, [], []));
        await redis.AskAsync(command);
        if (command is ["FLUSHALL"])
            _inMemory = new LogState("first", _maxRecords);
        else if (isLost)
            _inMemory.RunId += "'";
    }

    private ulong[] Left() => _random.Next(25) == 0 ? [3, _generation] : _random.Next(3) == 0 ? [5] : [];

    private InvalidationRequest Request()
    {
        var kinds = Enum.GetValues<TargetKind>();
        var targets = Enumerable.Range(0, 1 + _random.Next(3))
            .Select(_ => new InvalidationTarget(kinds[_random.Next(kinds.Length)], $"ä:{_random.Next(9)} €")).Distinct().ToArray();
        return new InvalidationRequest(targets, (InvalidationMode)_random.Next(2))
        {
            Source = "test",
            Settle = _random.Next(8) == 0 ? TimeSpan.FromHours(1) : TimeSpan.Zero,
        };
    }

    private void Tell(LogMessage message) => _toldInMemory.Add(Text(message));

    private string[] ToldInRedis()
    {
        lock (_toldInRedis)
        {
            return [.. _toldInRedis];
        }
    }

    private static void Compare(Membership expected, Membership actual)
    {
        Assert.Equal(expected.Version, actual.Version);
        Assert.Equal(expected.Members.OrderBy(member => member.Id, StringComparer.Ordinal), actual.Members.OrderBy(member => member.Id, StringComparer.Ordinal));
    }

    private static string[] Texts(IReadOnlyList<LoggedRecord> records) =>
        [.. records.SelectMany(record => record.Targets.Select(target => $"{record.Sequence:d9} {record.Mode} {target}")).Order(StringComparer.Ordinal)];

    private static string Text(DueRecord due) => $"{due.Mode} {string.Join(' ', due.Targets)}";

    private static string Text(LogMessage message) =>
        $"{message.Generation}.{message.Record.Sequence} {message.Record.Mode} {string.Join(' ', message.Record.Targets)} {message.Due is not null}";
}
