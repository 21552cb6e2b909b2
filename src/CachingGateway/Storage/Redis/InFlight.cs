namespace CachingGateway.Storage.Redis;

/// <summary>
/// What one connection owes answers to. The client queues without a bound, and carries out even what nobody waits for any more,
/// so a call counts until its answer has come and not only until its caller gave up. Each connection has its own, which is left
/// with it.
/// </summary>
internal sealed class InFlight(int maxCalls, long maxBytes)
{
    private int _calls;
    private long _bytes;

    public int Calls => Volatile.Read(ref _calls);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Whether the call may be sent; then <see cref="Exit"/> follows once. One call alone may be larger than the limit.</summary>
    public bool TryEnter(int bytes)
    {
        var calls = Interlocked.Increment(ref _calls);
        var total = Interlocked.Add(ref _bytes, bytes);
        if (calls <= maxCalls && (total <= maxBytes || total == bytes))
            return true;
        Exit(bytes);
        return false;
    }

    public void Exit(int bytes)
    {
        Interlocked.Decrement(ref _calls);
        Interlocked.Add(ref _bytes, -bytes);
    }
}
