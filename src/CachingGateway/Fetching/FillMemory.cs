namespace CachingGateway.Fetching;

/// <summary>The bytes that all bodies on their way into the store hold together, bounded.</summary>
internal sealed class FillMemory(FillLimits limits)
{
    private long _bytes;

    /// <summary>Whether so many more bytes would stay within the limit.</summary>
    public bool HasRoomFor(long bytes) => Volatile.Read(ref _bytes) + bytes <= limits.MaxBytesInFlight;

    /// <summary>Takes them; <see langword="false"/>: that is past the limit, and they are not taken.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= limits.MaxBytesInFlight)
            return true;
        Give(bytes);
        return false;
    }

    public void Give(long bytes) => Interlocked.Add(ref _bytes, -bytes);
}
