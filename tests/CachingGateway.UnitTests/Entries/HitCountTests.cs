using CachingGateway.Entries;
using Xunit;

namespace CachingGateway.UnitTests.Entries;

public class HitCountTests
{
    [Fact]
    public void FewHits_AreCountedExactly()
    {
        ushort count = 0;
        for (var hits = 1; hits <= 4095; hits++)
        {
            Assert.True(HitCount.IsExact(count));
            count = HitCount.Next(count, chance: 0);
            Assert.Equal(hits, HitCount.Read(count));
        }
    }

    [Fact]
    public void ManyHits_AreCountedNearly()
    {
        const int hits = 1_000_000;
        var random = new Random(7);
        ushort count = 0;
        var writes = 0;
        for (var i = 0; i < hits; i++)
        {
            var next = HitCount.Next(count, random.Next());
            writes += next == count ? 0 : 1;
            count = next;
        }

        Assert.InRange(HitCount.Read(count), 0.9 * hits, 1.1 * hits);
        Assert.InRange(writes, 4096, 40_000);
    }

    [Fact]
    public void MostThatFits_StaysSo()
    {
        var most = ushort.MaxValue;

        Assert.Equal(most, HitCount.Next(most, chance: 0));
        Assert.Equal(4095L << 15, HitCount.Read(most));
    }
}
