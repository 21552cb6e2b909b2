using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>Which statuses are stored.</summary>
public sealed class NegativeCachingTests
{
    [Fact]
    public async Task StatusWithATtl_IsStored()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All(""" "statuses": { "404": "60s", "5xx": "0s" } """));
        at.Origin.Answer("/gone", ScriptedAnswer.Of(404, "no such thing"));

        await Expect.MissAsync(at.Gateway, "/gone", "no such thing");
        var hit = await Expect.HitAsync(at.Gateway, "/gone", "no such thing");

        Assert.Equal(404, hit.Status);
        Assert.True(int.Parse(hit.Header("X-Cache-TTL")!) <= 60);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(302)]
    [InlineData(203)]
    public async Task StatusThatThePolicyDoesNotName_IsNotStored(int status)
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", ScriptedAnswer.Of(status, "x"));

        for (var i = 0; i < 2; i++)
        {
            var response = await at.Gateway.GetAsync("/page");
            Assert.Equal((status, "MISS", "x"), (response.Status, response.CacheStatus, response.Text));
        }
        Assert.Equal(2, at.Origin.Calls("/page"));
    }

    [Fact]
    public async Task ErrorThatIsNotStored_SaysWhy_AndTheNextAnswerIsStored()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "statuses": { "5xx": "0s" }  """));
        at.Origin.Answer("/page", ScriptedAnswer.Of(500, "broken"));
        Assert.Contains((await at.Gateway.GetAsync("/page")).Detail, new[] { "status", "zero-ttl" });

        at.Origin.Answer("/page", "fine");

        await Deadline.Eventually(() => at.Gateway.GetAsync("/page"), r => (r.CacheStatus, r.Text) == ("HIT", "fine"));
    }

    [Fact]
    public async Task ExactStatus_BeatsItsClass()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All(""" "statuses": { "4xx": "60s", "429": "0s" } """));
        at.Origin.Answer("/gone", ScriptedAnswer.Of(410, "gone"));
        at.Origin.Answer("/many", ScriptedAnswer.Of(429, "slow down"));

        await Expect.MissAsync(at.Gateway, "/gone", "gone");
        await Expect.HitAsync(at.Gateway, "/gone", "gone");
        await Expect.MissAsync(at.Gateway, "/many", "slow down");
        await Expect.MissAsync(at.Gateway, "/many", "slow down");
    }

    [Fact]
    public async Task StoredRedirect_KeepsItsLocation()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "statuses": { "301": "60s" }  """));
        at.Origin.Answer("/old", ScriptedAnswer.Of(301, "", ("Location", "/new")));
        await Expect.MissAsync(at.Gateway, "/old", "");

        Assert.Equal("/new", (await Expect.HitAsync(at.Gateway, "/old", "")).Header("Location"));
    }
}
