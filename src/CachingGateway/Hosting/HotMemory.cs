using System.Buffers;
using CachingGateway.Http;
using Microsoft.AspNetCore.Connections;

namespace CachingGateway.Hosting;

/// <summary>Gives connections their memory: pools whose last block to come back is the first to go out again.</summary>
internal sealed class HotMemory(TimeProvider time) : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new HotMemoryPool(time);
}

/// <summary>
/// A pool of pinned blocks that hands out the one that came back last, which is still in the processor's cache. The server's own
/// pool is a queue: with many connections all its memory passes through the cache in turn, and none of it stays. Blocks that
/// nobody has needed for a while are let go.
/// </summary>
/// <remarks>
/// There are two sizes. Small blocks hold requests and heads: an idle connection keeps one. Large ones hold bodies (see
/// <see cref="BodyBlocks"/>), so that 100 KB are sent as two parts and not as 25.
/// </remarks>
internal sealed class HotMemoryPool : MemoryPool<byte>
{
    /// <summary>How often blocks that nobody needed are let go: every 10 s.</summary>
    private static readonly TimeSpan TrimEvery = TimeSpan.FromSeconds(10);

    private readonly BlockStack _small = new(BodyBlocks.SmallBytes);
    private readonly BlockStack _large = new(BodyBlocks.LargeBytes);
    private readonly ITimer _trimming;

    public HotMemoryPool(TimeProvider time) =>
        _trimming = time.CreateTimer(static pool => ((HotMemoryPool)pool!).Trim(), this, TrimEvery, TrimEvery);

    public override int MaxBufferSize => BodyBlocks.LargeBytes;

    /// <summary>How much memory lies here unused.</summary>
    public long IdleBytes => _small.IdleBytes + _large.IdleBytes;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, MaxBufferSize);
        return minBufferSize <= BodyBlocks.SmallBytes ? _small.Take() : _large.Take();
    }

    /// <summary>Lets go half of what nobody has needed since the last time.</summary>
    public void Trim()
    {
        _small.Trim();
        _large.Trim();
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _trimming.Dispose();
        _small.Close();
        _large.Close();
    }
}
