using CachingGateway.Entries;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CachingGateway.UnitTests.Entries;

public class FenceTests
{
    [Fact]
    public void Written_ReadsTheSame() =>
        Prop.ForAll<ulong, NonNegativeInt>((generation, sequence) =>
        {
            var fence = new Fence(generation, sequence.Get * 1_000_003L);
            return Fence.TryParse(fence.ToString(), out var read) && read == fence;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("18446744073709551615.9223372036854775807", ulong.MaxValue, long.MaxValue)]
    [InlineData("0.0", 0, 0)]
    [InlineData("007.08", 7, 8)]
    public void Extremes_AreRead(string text, ulong generation, long sequence)
    {
        Assert.True(Fence.TryParse(text, out var fence));
        Assert.Equal(new Fence(generation, sequence), fence);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("7")]
    [InlineData("7.")]
    [InlineData(".8")]
    [InlineData("7.-8")]
    [InlineData("-7.8")]
    [InlineData("+7.8")]
    [InlineData(" 7.8")]
    [InlineData("7.8 ")]
    [InlineData("7.8.9")]
    [InlineData("7,8")]
    [InlineData("0x7.8")]
    [InlineData("18446744073709551616.1")]
    [InlineData("1.9223372036854775808")]
    public void AnythingElse_IsRefused(string text)
    {
        Assert.False(Fence.TryParse(text, out var fence));
        Assert.Equal(default, fence);
    }
}
