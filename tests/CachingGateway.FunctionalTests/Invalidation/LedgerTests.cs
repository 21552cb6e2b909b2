using System.Text.Json;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Xunit;

namespace CachingGateway.FunctionalTests.Invalidation;

/// <summary>What was invalidated can be read afterwards, by operators.</summary>
public class LedgerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Invalidations_AreListed_TheNewestFirst(bool isShared)
    {
        await using var redis = isShared ? await RedisServer.StartAsync() : null;
        var settings = redis is null ? null : TestSettings.OnRedis(redis);
        await using var at = await TestEnvironment.StartAsync(settings: settings);
        await at.Gateway.InStepAsync();
        at.Origin.Answer("/a", "x");
        at.Origin.Answer("/b", "x");

        await at.Gateway.SendAsync(HttpMethod.Put, "/a", null);
        await at.Gateway.SendAsync(HttpMethod.Put, "/b", null);

        using var client = new HttpClient { BaseAddress = at.Gateway.ManagementAddress };
        // What an acknowledgement said is added after it was given.
        var ledger = await Deadline.Eventually(
            async () => JsonDocument.Parse(await client.GetStringAsync("/events/log?limit=2")).RootElement,
            all => all.GetArrayLength() == 2 && all.EnumerateArray().All(entry => entry.GetProperty("replicas").ValueKind == JsonValueKind.Object));
        Assert.Equal(["PUT /b", "PUT /a"], ledger.EnumerateArray().Select(entry => entry.GetProperty("cause").GetString()));
        Assert.Equal("write", ledger[0].GetProperty("source").GetString());
        Assert.EndsWith("/b", ledger[0].GetProperty("targets")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(1, ledger[0].GetProperty("replicas").GetProperty("confirmed").GetInt32());
    }
}
