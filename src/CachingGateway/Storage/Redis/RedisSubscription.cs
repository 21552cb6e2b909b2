using StackExchange.Redis;

namespace CachingGateway.Storage.Redis;

/// <summary>
/// One channel that is listened to as long as there is a Redis. What was published while there was none is lost without a sign:
/// <see cref="Restored"/> is the time to read what was missed.
/// </summary>
/// <param name="handle">
/// Called with each message, in order, one at a time; it must hand over and return, because it holds up every other channel.
/// </param>
internal sealed class RedisSubscription(string channel, Action<byte[]> handle)
{
    private RedisConnection? _on;

    public string Channel => channel;

    /// <summary>It is listened to, for the first time or again: every message published from now on comes. Must return at once.</summary>
    public Action? Restored { get; init; }

    /// <summary>Whether that connection listens to it.</summary>
    public bool IsOn(RedisConnection connection) => ReferenceEquals(Volatile.Read(ref _on), connection);

    /// <exception cref="Exception">As the client throws, or <see cref="TimeoutException"/>.</exception>
    public async Task ListenAsync(RedisConnection connection, TimeSpan patience, TimeProvider time)
    {
        await connection.Multiplexer.GetSubscriber()
            .SubscribeAsync(channel, (_, message) => Take(connection, message)).WaitAsync(patience, time);
        Volatile.Write(ref _on, connection);
        Restored?.Invoke();
    }

    // What a connection that was given up still says comes too: it is no less true.
    private void Take(RedisConnection connection, RedisValue message)
    {
        if (Volatile.Read(ref _on) is not { } on || ReferenceEquals(on, connection))
            handle(message!);
    }
}
