using System.Text.Json;
using CachingGateway.FunctionalTests.Management;
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatTheSweeperFreed_IsToldOfEach(bool isShared)
    {
        await using var redis = isShared ? await RedisServer.StartAsync() : null;
        var settings = redis is null ? null : TestSettings.OnRedis(redis);
        await using var at = await TestEnvironment.StartAsync(settings: settings);
        await at.Gateway.InStepAsync();
        at.Origin.Fallback = static request => ScriptedAnswer.Ok("x");
        foreach (var path in new[] { "/a", "/b", "/c" })
            await Deadline.Eventually(() => at.Gateway.GetAsync(path), answer => answer.CacheStatus == "HIT");
        if (redis is not null)
            await Deadline.Eventually(async () => (await redis.AskAsync("KEYS", "cg:e:*")).Items.Count, stored => stored == 3);

        await at.Gateway.RetireAsync("""{ "urls": ["/a"] }""");
        await at.Gateway.RetireAsync("""{ "all": true }""");

        await Deadline.Eventually(
            async () => (await at.Gateway.LookAsync("/events/log")).Json.EnumerateArray().Select(entry => entry.GetProperty("swept").GetInt64()),
            swept => swept.SequenceEqual([2, 1]));
    }
}
