using StackExchange.Redis;

namespace CachingGateway.Storage.Redis;

/// <summary>
/// One connection to Redis under whatever multiplexer stands for it now. A call is bounded in time and comes back as a value; nobody
/// queues while there is no connection.
/// </summary>
/// <param name="name">As Redis lists its clients.</param>
/// <param name="backlog">Seen to before an answer counts as overdue.</param>
/// <param name="time">The clock by which calls are bounded.</param>
internal sealed class RedisLine(string name, ReadBacklog backlog, TimeProvider time)
{
    private RedisConnection? _connection;

    /// <summary>Told when calls were left without an answer, though one was due: the server may hang. Must return at once.</summary>
    public Action? Suspected { get; init; }

    public string Name => name;

    public bool IsConnected => Volatile.Read(ref _connection) is { IsConnected: true };

    /// <summary>Calls that answers are due for, abandoned ones among them.</summary>
    public int CallsInFlight => Volatile.Read(ref _connection)?.InFlight.Calls ?? 0;

    /// <summary>What stands for it now; <see langword="null"/>: nothing.</summary>
    public RedisConnection? Connection => Volatile.Read(ref _connection);

    /// <summary>
    /// Stands for the socket behind the line: while it is the same, what is asked is asked by the one that was answered before.
    /// </summary>
    public (RedisConnection? Connection, int Losses) Socket => Connection is { } connection ? (connection, connection.Losses) : (null, 0);

    /// <summary>Puts another connection in the place of the one before, which is closed.</summary>
    public void Use(RedisConnection? connection) => Interlocked.Exchange(ref _connection, connection)?.Leave();

    /// <summary>Sends one call, or several that go out together.</summary>
    /// <param name="state">What the call needs, so that it need not capture it.</param>
    /// <param name="call">Sends, and returns the answer to come; it must not wait.</param>
    /// <param name="timeout">
    /// How long the answer is waited for; longer where this process has not come to read it. The call may be carried out all the same,
    /// however late.
    /// </param>
    /// <param name="bytes">How many bytes are sent, when they are many.</param>
    /// <param name="cancellation">Ends the wait and nothing else.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<RedisOutcome<T>> CallAsync<TState, T>(
        TState state, Func<IDatabase, TState, Task<T>> call, TimeSpan timeout, int bytes = 0, CancellationToken cancellation = default)
    {
        if (Connection is not { } connection) return RedisFault.NotConnected;
        if (!connection.InFlight.TryEnter(bytes)) return RedisFault.Busy;
        var sentAt = time.GetTimestamp();
        Task<T>? answer = null;
        try
        {
            answer = call(connection.Database, state);
            var value = await answer.WaitAsync(timeout, time, cancellation);
            connection.NoteAnswer(time.GetTimestamp());
            return new RedisOutcome<T>(value, RedisFault.None);
        }
        catch (TimeoutException)
        {
            if (answer is not null && await backlog.HasComeAsync(answer, timeout))
            {
                connection.NoteAnswer(time.GetTimestamp());
                return new RedisOutcome<T>(answer.Result, RedisFault.None);
            }

            if (connection.AnsweredAt <= sentAt)
                Suspected?.Invoke();
            return RedisFault.Timeout;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            if (e is RedisServerException)
                connection.NoteAnswer(time.GetTimestamp());
            return new RedisOutcome<T>(default, RedisFaults.Of(e), e.Message);
        }
        finally
        {
            Settle(connection.InFlight, bytes, answer);
        }
    }

    /// <summary>Sends one command that the client has no method for.</summary>
    public Task<RedisOutcome<RedisResult>> ExecuteAsync(TimeSpan timeout, string command, params object[] arguments) =>
        CallAsync((command, arguments), static (database, sent) => database.ExecuteAsync(sent.command, sent.arguments), timeout);

    // An abandoned call is owed still, and its late fault is nobody's news.
    private static void Settle(InFlight inFlight, int bytes, Task? answer)
    {
        if (answer is null || answer.IsCompleted)
            inFlight.Exit(bytes);
        else
            SettleLater(inFlight, bytes, answer);
    }

    // Apart, so that the usual call pays for no closure.
    private static void SettleLater(InFlight inFlight, int bytes, Task answer) =>
        _ = answer.ContinueWith(
            (late, _) =>
            {
                _ = late.Exception;
                inFlight.Exit(bytes);
            },
            null, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
