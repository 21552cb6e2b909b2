namespace CachingGateway.Pipeline;

/// <summary>Counts the connections of clients.</summary>
internal sealed class ClientConnections
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave() => Interlocked.Decrement(ref _count);
}
