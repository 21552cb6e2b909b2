using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>Parts of what is stored (RFC 9110 §14), and of what is not.</summary>
public sealed class RangeTests
{
    private const string Body = "0123456789";

    /// <summary>cases.md, row "range".</summary>
    [Fact]
    public async Task RangeOfNothingStored_PassesOn_AndIsNeverTheWhole()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", request => request.Header("Range") == "bytes=0-0"
            ? ScriptedAnswer.Of(206, "0", ("Content-Range", "bytes 0-0/10"))
            : ScriptedAnswer.Ok(Body));

        var part = await at.Gateway.GetAsync("/page", ("Range", "bytes=0-0"));

        Assert.Equal((206, "0", "range"), (part.Status, part.Text, part.Detail));
        await Expect.MissAsync(at.Gateway, "/page", Body);
        await Expect.HitAsync(at.Gateway, "/page", Body);
    }

    [Theory]
    [InlineData("bytes=2-4", 206, "234", "bytes 2-4/10")]
    [InlineData("bytes=8-", 206, "89", "bytes 8-9/10")]
    [InlineData("bytes=-3", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=10-", 416, "", "bytes */10")]
    [InlineData("bytes=4-2", 200, Body, null)]
    [InlineData("lines=1-2", 200, Body, null)]
    [InlineData("bytes=0-1,4-5", 200, Body, null)]
    public async Task RangeOfAHit_IsAnsweredFromIt(string range, int status, string text, string? contentRange)
    {
        await using var at = await StoredAsync(Body);

        var response = await at.Gateway.GetAsync("/page", ("Range", range));

        Assert.Equal((status, text, contentRange), (response.Status, response.Text, response.Header("Content-Range")));
        Assert.Equal("HIT", response.CacheStatus);
        Assert.Equal(1, at.Origin.Calls("/page"));
    }

    /// <summary>A cache behind us must not keep it in the whole's place.</summary>
    [Fact]
    public async Task NothingOfTheWhole_IsSaidWithA416()
    {
        await using var at = await StoredAsync(Body);

        var response = await at.Gateway.GetAsync("/page", ("Range", "bytes=99-"));

        Assert.Equal("no-store", response.Header("Cache-Control"));
        Assert.Null(response.Header("ETag"));
        Assert.Null(response.Header("Content-Type"));
    }

    [Fact]
    public async Task SeveralRangesOfALargeBody_ComeInParts_EveryByteRight()
    {
        var large = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i:D6}"));
        await using var at = await StoredAsync(large);

        var response = await at.Gateway.GetAsync("/page", ("Range", "bytes=0-5,200000-399999,-6"));

        Assert.Equal(206, response.Status);
        var boundary = response.Header("Content-Type")!.Split("boundary=")[1];
        var parts = response.Text.Split($"\r\n--{boundary}");
        Assert.Equal(
            [large[..6], large[200_000..400_000], large[^6..]], parts.Skip(1).SkipLast(1).Select(part => part.Split("\r\n\r\n")[1]));
        Assert.All(parts.Skip(1).SkipLast(1), part => Assert.Contains("Content-Type: text/plain", part, StringComparison.Ordinal));
        Assert.Equal("--\r\n", parts[^1]);
    }

    [Theory]
    [InlineData(true, 206)]
    [InlineData(false, 200)]
    public async Task IfRange_CountsByTheTagThatWasMade(bool isCurrent, int status)
    {
        await using var at = await StoredAsync(Body);
        var tag = isCurrent ? (await at.Gateway.GetAsync("/page")).Header("ETag")! : "\"other\"";

        var response = await at.Gateway.GetAsync("/page", ("Range", "bytes=0-0"), ("If-Range", tag));

        Assert.Equal(status, response.Status);
    }

    /// <summary>RFC 9110 §13.2.2.</summary>
    [Fact]
    public async Task Condition_GoesBeforeTheRange()
    {
        await using var at = await StoredAsync(Body);
        var tag = (await at.Gateway.GetAsync("/page")).Header("ETag")!;

        var response = await at.Gateway.GetAsync("/page", ("Range", "bytes=0-0"), ("If-None-Match", tag));

        Assert.Equal((304, ""), (response.Status, response.Text));
    }

    private static async Task<TestEnvironment> StoredAsync(string body)
    {
        var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", body, ("Content-Type", "text/plain"));
        await Expect.MissAsync(at.Gateway, "/page", body);
        return at;
    }
}
