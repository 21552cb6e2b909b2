using CachingGateway.Commands.Running;
using CachingGateway.Management.Purging;
using Xunit;

namespace CachingGateway.UnitTests.Management;

public sealed class PreviewPartsTests
{
    [Theory]
    [InlineData("ok", true, "ok", true, "ok", true)]
    [InlineData("ok", false, "ok", true, "ok", true)]
    [InlineData("ok", false, "ok", false, "ok", false)]
    [InlineData("unavailable", false, "ok", true, "unavailable", false)]
    [InlineData("ok", false, "unavailable", false, "unavailable", false)]
    public void Parts_AreOne(string redis, bool complete, string nextRedis, bool nextComplete, string bothRedis, bool bothComplete)
    {
        var first = new PreviewAnswer(3, ["a", "b"], complete, redis, 10, 50, "m5");
        var next = new PreviewAnswer(4, ["b", "c"], nextComplete, nextRedis, 20, 55, null);

        var both = first.With(next);

        Assert.Equal((7, 30, 55, null, bothRedis, bothComplete), (both.Count, both.Examined, both.Among, both.Next, both.Redis, both.Complete));
        Assert.Equal(["a", "b", "c"], both.Sample);
    }

    [Theory]
    [InlineData(0, 0, "looking [..............................] 0 %")]
    [InlineData(5, 10, "looking [###############...............] 50 %")]
    [InlineData(20, 10, "looking [#############################.] 99 %")]
    public void Bar_SaysHowFarItIs(long done, long all, string text) => Assert.Equal(text, new WorkBar("looking", TextWriter.Null).TextOf(done, all));

    [Fact]
    public async Task Bar_IsForTerminalsAlone()
    {
        using var written = new StringWriter();
        var bar = new WorkBar("looking", written);

        await bar.ShowAsync(1, 2);
        await bar.ClearAsync();

        Assert.Equal("", written.ToString());
    }
}
