using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Xunit;

namespace CachingGateway.FunctionalTests.Invalidation;

/// <summary>A gateway that is cut off from the others serves what its settings say, and says how it stands.</summary>
public class StoreOutageTests
{
    [Theory]
    [InlineData("origin", "MISS", "store-outage", "cut-off")]
    [InlineData("local", "HIT", null, "cut-off-serving-memory")]
    public async Task CutOff_ServesAsToldAndSaysSo(string mode, string outcome, string? detail, string standing)
    {
        await using var redis = await RedisServer.StartAsync();
        var settings = TestSettings.OnRedis(redis, $$""" "OnStoreOutage": "{{mode}}", "OnStoreOutageFor": "1h" """);
        await using var at = await TestEnvironment.StartAsync(settings: settings);
        at.Origin.Answer("/page", "x");
        await Deadline.Eventually(() => at.Gateway.GetAsync("/page"), answer => answer.CacheStatus == "HIT");
        await at.Gateway.InStepAsync();

        await redis.KillAsync();
        await Deadline.Eventually(at.Gateway.StandingAsync, now => now == standing);

        var answer = await at.Gateway.GetAsync("/page");
        Assert.Equal((200, "x", outcome, detail), (answer.Status, answer.Text, answer.CacheStatus, answer.Detail));
        await redis.RestartAsync();
        await at.Gateway.InStepAsync();
    }

    [Fact]
    public async Task CutOffForLongerThanItMayServeItsMemory_ServesItNoMoreAndSaysSo()
    {
        await using var redis = await RedisServer.StartAsync();
        var settings = TestSettings.OnRedis(redis, """ "OnStoreOutage": "local", "OnStoreOutageFor": "1s" """);
        await using var at = await TestEnvironment.StartAsync(settings: settings);
        at.Origin.Answer("/page", "x");
        await Deadline.Eventually(() => at.Gateway.GetAsync("/page"), answer => answer.CacheStatus == "HIT");

        await redis.KillAsync();
        await Deadline.Eventually(at.Gateway.StandingAsync, now => now == "cut-off");

        var answer = await at.Gateway.GetAsync("/page");
        Assert.Equal(("MISS", "store-outage"), (answer.CacheStatus, answer.Detail));
    }
}
