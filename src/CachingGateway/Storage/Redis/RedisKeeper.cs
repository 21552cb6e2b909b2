using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using CachingGateway.Observability;
using StackExchange.Redis;

namespace CachingGateway.Storage.Redis;

/// <summary>
/// Keeps a link's connections standing: finds Redis, connects, looks after each connection with pings, and makes another where one is
/// lost or hangs. One loop does it all, so that no two of these ever happen at once.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore holds no handle, and connections that end may still ask for a look.")]
internal sealed class RedisKeeper(RedisLink link, ReadBacklog backlog, RedisOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>How often connections that seem well are looked at.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>How often sentinels are asked who is the primary. Asking cannot miss what a subscription can.</summary>
    private static readonly TimeSpan SentinelInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long a ping may take before the connection counts as hung.</summary>
    private static readonly TimeSpan PingPatience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestComplaint = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ComplaintInterval = TimeSpan.FromMinutes(1);

    private readonly RedisScout _scout = new(options.Address, time);
    private readonly RedisConnector _connector = new(options, time);
    private readonly SemaphoreSlim _look = new(0);
    private readonly ConcurrentQueue<RedisSubscription> _subscriptions = new();
    private readonly ConcurrentDictionary<RedisConnection, bool> _broken = new();
    private volatile string? _problem = "not connected yet";
    private volatile bool _isConnected;
    private RedisFinding? _finding;
    private TimeSpan _pause = ShortestPause;
    private long _foundAt;
    private long _complainedAt;
    private string? _complaint;

    public bool IsConnected => _isConnected;

    public string? Problem => _problem;

    /// <summary>Has the connections looked at without waiting for the next time. One look sees to all who asked until then.</summary>
    public void LookNow()
    {
        if (_look.CurrentCount == 0)
            _look.Release();
    }

    public void Add(RedisSubscription subscription)
    {
        _subscriptions.Enqueue(subscription);
        LookNow();
    }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var isWell = await ConnectAsync(stop);
                if (isWell)
                    await _look.WaitAsync(Interval, stop);
                else
                    await Task.Delay(NextPause(), time, stop);
                await Task.WhenAll(link.Lines.Select(CheckAsync));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Nobody else would connect again.
                Complain(e.Message);
            }
        }
    }

    /// <summary>Makes what connections are missing; whether all stand.</summary>
    private async Task<bool> ConnectAsync(CancellationToken stop)
    {
        var holds = link.Door.Holds;
        var isAllThere = link.Lines.All(line => line.Connection is not null);
        if (!isAllThere || (options.Address.Sentinel is not null && time.GetElapsedTime(_foundAt) >= SentinelInterval))
        {
            var finding = await _scout.FindAsync(stop);
            _foundAt = time.GetTimestamp();
            if (finding.Problem is { } problem)
            {
                // Sentinels that are away do not make a primary go.
                if (!isAllThere) Complain(problem);
                return isAllThere;
            }

            if (!finding.IsSameAs(_finding))
                DropAll();
            _finding = finding;
        }

        var made = await Task.WhenAll(link.Lines.Where(line => line.Connection is null).Select(line => FillAsync(line, stop)));
        if (!made.All(isMade => isMade) || !await ListenAsync())
            return false;
        await NoteConnectedAsync(holds);
        return true;
    }

    private async Task<bool> FillAsync(RedisLine line, CancellationToken stop)
    {
        var subscribes = ReferenceEquals(line, link.PubSub);
        if (await _connector.ConnectAsync(line, _finding!.Nodes, subscribes, Complain, stop) is not { } connection)
            return false;
        connection.Multiplexer.ConnectionFailed += (_, failed) => OnFailed(connection, failed);
        line.Use(connection);
        return true;
    }

    private async Task<bool> ListenAsync()
    {
        if (link.PubSub.Connection is not { } connection) return false;
        foreach (var subscription in _subscriptions)
        {
            if (subscription.IsOn(connection)) continue;
            try
            {
                await subscription.ListenAsync(connection, PingPatience, time);
            }
            catch (Exception e) when (e is TimeoutException or RedisException or ObjectDisposedException or OperationCanceledException)
            {
                Complain(e.Message);
                Drop(link.PubSub);
                return false;
            }
        }

        return true;
    }

    /// <summary>Drops a line's connection when it is lost or does not answer a ping.</summary>
    private async Task CheckAsync(RedisLine line)
    {
        if (line.Connection is not { } connection) return;
        var (holds, sentAt) = (link.Door.Holds, time.GetTimestamp());
        var problem = connection.IsConnected && !_broken.ContainsKey(connection)
            ? await PingAsync(connection, PatienceWith(line), sentAt) : "the connection was lost";
        if (problem is not null)
        {
            Drop(line);
            Complain(problem);
        }
        else if (ReferenceEquals(line, link.Small)
            && (time.GetElapsedTime(sentAt) <= options.Timeout || await backlog.IsBehindAsync(options.Timeout)))
        {
            // Slower than that, nobody would have waited for it, unless this process is what is slow.
            link.Door.Release(holds);
        }
    }

    // Behind large bodies it takes as long as they do.
    private TimeSpan PatienceWith(RedisLine line) =>
        link.Bodies.Contains(line) && options.Timeout > PingPatience ? options.Timeout : PingPatience;

    // Past the line's own limits, which a hung server fills.
    private async Task<string?> PingAsync(RedisConnection connection, TimeSpan patience, long sentAt)
    {
        Task<TimeSpan>? pong = null;
        try
        {
            pong = connection.Database.PingAsync();
            await pong.WaitAsync(patience, time);
            connection.NoteAnswer(time.GetTimestamp());
            return null;
        }
        catch (RedisServerException)
        {
            // Whatever it says, it says something.
            return null;
        }
        catch (TimeoutException)
        {
            return (pong is not null && await backlog.HasComeAsync(pong, patience)) || connection.AnsweredAt > sentAt ? null : "does not answer";
        }
        catch (Exception e) when (e is RedisException or ObjectDisposedException or OperationCanceledException)
        {
            return e.Message;
        }
    }

    private void OnFailed(RedisConnection connection, ConnectionFailedEventArgs failed)
    {
        // The client subscribes again by itself, but nobody would know what was missed. It is the same with a new connection.
        if (failed.ConnectionType == ConnectionType.Subscription)
            _broken[connection] = true;
        LookNow();
    }

    private void Drop(RedisLine line)
    {
        if (line.Connection is { } connection)
            _broken.TryRemove(connection, out _);
        line.Use(null);
        if (!_isConnected) return;
        _isConnected = false;
        link.RaiseLost();
    }

    private void DropAll()
    {
        foreach (var line in link.Lines)
        {
            if (line.Connection is not null)
                Drop(line);
        }
    }

    private async Task NoteConnectedAsync(long holds)
    {
        _pause = ShortestPause;
        _problem = null;
        if (_isConnected) return;
        _isConnected = true;
        _complaint = null;
        await link.Door.ResetAsync(holds);
        Log.RedisConnected(logger, string.Join(',', _finding!.Nodes));
        link.RaiseConnected();
    }

    /// <summary>Says once what is wrong, and again when it is something else or a minute later.</summary>
    private void Complain(string problem)
    {
        _problem = problem;
        if (_complaint is not null && (_complaint == problem || time.GetElapsedTime(_complainedAt) < ShortestComplaint)
            && time.GetElapsedTime(_complainedAt) < ComplaintInterval)
            return;
        (_complaint, _complainedAt) = (problem, time.GetTimestamp());
        Log.RedisConnectionFailed(logger, options.Address.ToString(), problem);
    }

    private TimeSpan NextPause()
    {
        var pause = _pause * (0.75 + (Random.Shared.NextDouble() / 2));
        _pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, _pause.Ticks * 2));
        return pause;
    }
}
