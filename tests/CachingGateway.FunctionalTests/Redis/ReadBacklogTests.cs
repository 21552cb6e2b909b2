using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CachingGateway.Storage.Redis;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Xunit;

namespace CachingGateway.FunctionalTests.Redis;

/// <summary>A process that does not come to read what Redis has answered does not take it for a Redis that does not answer.</summary>
[Collection(nameof(Alone))]
public sealed class ReadBacklogTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task AnswerThatLiesUnread_IsNotOverdue()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var link = await RedisLinks.OpenAsync(redis.Address);
        await link.Small.SetAsync("a", "1");

        Task<RedisOutcome<StackExchange.Redis.RedisValue>> answer;
        using (new BusyEventThreads())
        {
            answer = link.Small.GetAsync("a", Timeout);
            await PassAsync(4 * Timeout);
        }

        var outcome = await answer.Within();
        Assert.Equal((RedisFault.None, "1"), (outcome.Fault, (string?)outcome.Value));
        Assert.False(link.Door.IsShut);
    }

    [Fact]
    public async Task AnswerThatHasNotCome_IsOverdueAtOnce_WhereNothingLiesUnread()
    {
        using var backlog = new ReadBacklog(TimeProvider.System);

        // For as long as this process is behind it would wait, so it is asked again where another was busy.
        await Deadline.Eventually(
            async () =>
            {
                var began = Stopwatch.GetTimestamp();
                Assert.False(await backlog.HasComeAsync(new TaskCompletionSource().Task, TimeSpan.FromSeconds(10)));
                return Stopwatch.GetElapsedTime(began);
            },
            static took => took < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task AnswerThatFailed_HasNotCome()
    {
        using var backlog = new ReadBacklog(TimeProvider.System);

        Assert.True(await backlog.HasComeAsync(Task.CompletedTask, Timeout));
        Assert.False(await backlog.HasComeAsync(Task.FromException(new IOException("lost")), Timeout));
    }

    [Fact]
    public async Task ProcessThatDoesNotComeToRead_IsBehind()
    {
        using var backlog = new ReadBacklog(TimeProvider.System);

        Task<bool> isBehind;
        using (new BusyEventThreads())
        {
            isBehind = backlog.IsBehindAsync(Timeout);
            await PassAsync(Timeout);
        }

        Assert.True(await isBehind.Within());
        await Deadline.Eventually(() => backlog.IsBehindAsync(TimeSpan.FromSeconds(10)), static isStill => !isStill);
    }

    private static async Task PassAsync(TimeSpan span)
    {
        using var timer = new PeriodicTimer(span);
        await timer.WaitForNextTickAsync();
    }

    /// <summary>Keeps all threads that read sockets from doing so, as a crowd does.</summary>
    private sealed class BusyEventThreads : IDisposable
    {
        private readonly ManualResetEventSlim _end = new();
        private readonly List<Socket> _sockets = [];

        public BusyEventThreads()
        {
            for (var i = 0; i < 4 * Environment.ProcessorCount; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                socket.Connect(socket.LocalEndPoint!);
                var reading = new SocketAsyncEventArgs();
                reading.SetBuffer(new byte[1]);
                reading.Completed += (_, _) => _end.Wait();
                socket.ReceiveAsync(reading);
                _sockets.Add(socket);
            }

            foreach (var socket in _sockets)
                socket.Send([0]);
        }

        public void Dispose()
        {
            _end.Set();
            foreach (var socket in _sockets)
                socket.Dispose();
        }
    }
}
