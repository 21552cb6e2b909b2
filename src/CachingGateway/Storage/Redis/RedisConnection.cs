using StackExchange.Redis;

namespace CachingGateway.Storage.Redis;

/// <summary>
/// One multiplexer of the client from its making to its end, with what it owes. It is never repaired: when it is lost or hangs,
/// another takes its place.
/// </summary>
internal sealed class RedisConnection
{
    private readonly RedisEndings _endings;
    private long _answeredAt;
    private int _isLeft;
    private int _losses;

    public RedisConnection(ConnectionMultiplexer multiplexer, InFlight inFlight, RedisEndings endings)
    {
        (Multiplexer, InFlight, _endings) = (multiplexer, inFlight, endings);
        Database = multiplexer.GetDatabase();
        multiplexer.ConnectionFailed += (_, _) => Interlocked.Increment(ref _losses);
    }

    public ConnectionMultiplexer Multiplexer { get; }

    public IDatabase Database { get; }

    public InFlight InFlight { get; }

    /// <summary>How often a socket of it was lost, which the client makes anew by itself without a word.</summary>
    public int Losses => Volatile.Read(ref _losses);

    /// <summary>When the last answer came, as a timestamp; 0: none yet.</summary>
    public long AnsweredAt => Volatile.Read(ref _answeredAt);

    public void NoteAnswer(long now) => Volatile.Write(ref _answeredAt, now);

    /// <summary>Whether every server that it spoke to, or in a cluster one of them, is connected still.</summary>
    public bool IsConnected => Multiplexer.IsConnected;

    /// <summary>
    /// Closes it on a thread of its own, which nobody waits for: closing blocks while a hung server does not read what is queued.
    /// </summary>
    public void Leave()
    {
        if (Interlocked.Exchange(ref _isLeft, 1) != 0) return;
        _endings.Begin();
        var closing = new Thread(Close) { IsBackground = true, Name = "redis-close" };
        closing.Start();
    }

    private void Close()
    {
        try
        {
            Multiplexer.Close(allowCommandsToComplete: false);
            Multiplexer.Dispose();
        }
        catch (Exception)
        {
            // Whatever it says of its end, it is not used any more.
        }
        finally
        {
            _endings.End();
        }
    }
}

/// <summary>Counts the connections that are about to end, which a hung server can make take long.</summary>
internal sealed class RedisEndings
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Begin() => Interlocked.Increment(ref _count);

    public void End() => Interlocked.Decrement(ref _count);
}
