using CachingGateway.Hosting;
using CachingGateway.UnitTests.Storage;
using Xunit;

namespace CachingGateway.UnitTests.Hosting;

public sealed class HotMemoryPoolTests
{
    private const int Small = 4 * 1024;
    private const int Large = 64 * 1024;

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(-1, Small)]
    [InlineData(0, Small)]
    [InlineData(Small, Small)]
    [InlineData(Small + 1, Large)]
    [InlineData(Large, Large)]
    public void Block_IsTheSmallestThatSuffices(int wanted, int length)
    {
        using var pool = new HotMemoryPool(_time);
        using var block = pool.Rent(wanted);

        Assert.Equal(length, block.Memory.Length);
    }

    [Fact]
    public void MoreThanTheLargest_IsRefused()
    {
        using var pool = new HotMemoryPool(_time);

        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(pool.MaxBufferSize + 1));
    }

    [Fact]
    public void LastBlockToComeBack_IsTheFirstToGoOut()
    {
        using var pool = new HotMemoryPool(_time);
        var (first, second) = (pool.Rent(), pool.Rent());
        second.Dispose();
        first.Dispose();

        Assert.Same(first, pool.Rent());
        Assert.Same(second, pool.Rent());
    }

    [Fact]
    public void BlockGivenBackTwice_IsLentOnce()
    {
        using var pool = new HotMemoryPool(_time);
        var block = pool.Rent();
        block.Dispose();
        block.Dispose();

        Assert.NotSame(pool.Rent(), pool.Rent());
    }

    [Fact]
    public void MemoryOfABurst_IsLetGoAfterwards()
    {
        using var pool = new HotMemoryPool(_time);
        Burst(pool, 1000);
        Assert.Equal(1000 * (Small + Large), pool.IdleBytes);

        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(0, pool.IdleBytes);
    }

    [Fact]
    public void MemoryInUse_IsKept()
    {
        using var pool = new HotMemoryPool(_time);
        for (var i = 0; i < 30; i++)
        {
            Burst(pool, 100);
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(100 * (Small + Large), pool.IdleBytes);
    }

    [Fact]
    public void ClosedPool_KeepsNothing()
    {
        var pool = new HotMemoryPool(_time);
        var block = pool.Rent();
        pool.Dispose();
        block.Dispose();

        Assert.Equal(0, pool.IdleBytes);
    }

    [Fact]
    public async Task ManyThreads_NeverShareABlock()
    {
        using var pool = new HotMemoryPool(_time);

        await Task.WhenAll(Enumerable.Range(1, 8).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                using var block = pool.Rent();
                var span = block.Memory.Span[..64];
                span.Fill((byte)thread);
                Assert.Equal(-1, span.IndexOfAnyExcept((byte)thread));
            }
        })));
    }

    private static void Burst(HotMemoryPool pool, int count)
    {
        var blocks = Enumerable.Range(0, count).SelectMany(_ => new[] { pool.Rent(), pool.Rent(Large) }).ToArray();
        foreach (var block in blocks)
            block.Dispose();
    }
}
