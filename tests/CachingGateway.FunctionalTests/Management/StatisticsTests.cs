using System.Text.Json;
using CachingGateway.FunctionalTests.Replicas;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Management;

/// <summary>What the stores and the routes did.</summary>
public class StatisticsTests
{
    [Fact]
    public async Task WithoutRedis_FiguresAreOfMemory()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/a", "x");
        await at.Gateway.GetAsync("/a");
        await at.Gateway.StoredAsync("/a");
        await at.Gateway.GetAsync("/none", ("Authorization", "x"));

        var told = await at.Gateway.LookAsync("/cache/stats");

        Assert.Equal("memory", told["source"].GetString());
        Assert.Equal(1, told["total_keys"].GetInt64());
        Assert.True(told["memory_used_bytes"].GetInt64() > 0);
        Assert.Matches(@"^[0-9.]+[BKMG]$", told["memory_used_human"].GetString());
        Assert.True(told["keyspace_hits"].GetInt64() >= 1);
        Assert.True(told["keyspace_misses"].GetInt64() >= 1);
        Assert.InRange(told["hit_rate_percent"].GetDouble(), 1, 99);
        Assert.Equal(0, told["evicted_keys"].GetInt64());
        Assert.Equal(1, told["connected_clients"].GetInt64());
        Assert.Equal(1, told["requests.bypass"].GetInt64());
        Assert.Equal(1, told["requests.miss"].GetInt64());
        Assert.True(told["requests.hit"].GetInt64() >= 1);
        Assert.Equal(0, told["fills_in_flight"].GetInt64());
        Assert.Equal(JsonValueKind.Null, told["redis"].ValueKind);
        Assert.True(told["gateway.caching"].GetBoolean());
        Assert.True(told["gateway.started_at"].GetDateTimeOffset() <= DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task WithRedis_FiguresAreWhatItSays_UntilItIsAway()
    {
        await using var all = await GatewayReplicas.StartAsync(1);
        var gateway = all.Gateways[0];

        var told = await gateway.LookAsync("/cache/stats");

        Assert.Equal("redis", told["source"].GetString());
        var dbsize = await all.Redis.AskAsync("DBSIZE");
        Assert.Equal(dbsize.Text, told["total_keys"].GetRawText());
        Assert.True(told["connected_clients"].GetInt64() >= 4);
        Assert.Equal("7.", told["redis.version"].GetString()![..2]);
        Assert.True(told["redis.connected"].GetBoolean());
        Assert.Equal(told["memory_used_bytes"].GetInt64(), told["redis.memory_used_bytes"].GetInt64());
        Assert.Equal("noeviction", told["redis.max_memory_policy"].GetString());

        await all.Redis.KillAsync();
        var away = await Deadline.Eventually(() => gateway.LookAsync("/cache/stats"), each => each["source"].GetString() == "memory");

        Assert.False(away["redis.connected"].GetBoolean());
        Assert.NotEmpty(away["redis.problem"].GetString()!);
        Assert.Equal(JsonValueKind.Null, away["redis.version"].ValueKind);
    }

    [Fact]
    public async Task Routes_AreToldApart()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.Route(
            """{ "name": "one", "match": { "path": ["/one"] } }""", """{ "name": "two", "match": { "path": ["/two"] } }"""));
        at.Origin.Answer("/one", "12345");
        await at.Gateway.GetAsync("/one");
        await at.Gateway.StoredAsync("/one");
        await at.Gateway.GetAsync("/one", ("Cache-Control", "no-cache"));
        await at.Gateway.GetAsync("/other");

        var told = await at.Gateway.LookAsync("/cache/stats/routes");

        Assert.Equal(["one", "two", "(none)"], told.Each("routes", "route"));
        var one = told["routes.0"];
        Assert.Equal(1, one.GetProperty("misses").GetInt64());
        Assert.Equal(1, one.GetProperty("bypass").GetInt64());
        Assert.True(one.GetProperty("hits").GetInt64() >= 1);
        Assert.Equal(one.GetProperty("hits").GetInt64() * 5, one.GetProperty("bytes_saved").GetInt64());
        Assert.True(one.GetProperty("hit_ms").GetProperty("mean").GetDouble() >= 0);
        Assert.True(one.GetProperty("origin_ms").GetProperty("p99").GetDouble() > 0);
        Assert.Equal(1, one.GetProperty("reasons").GetProperty("client-no-cache").GetInt64());
        Assert.Equal(JsonValueKind.Null, told["routes.1.hit_rate_percent"].ValueKind);
        Assert.Equal(JsonValueKind.Null, told["routes.1.origin_ms.mean"].ValueKind);
    }

    [Fact]
    public async Task Hottest_AreFirst()
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.Route(
            """{ "name": "all", "match": { "path": ["/{id}"] }, "key": { "template": "x:{id}" } }"""));
        at.Origin.Answer("/cold", "x");
        at.Origin.Answer("/hot", "x");
        at.Origin.Answer("/never", "x");
        await at.Gateway.StoredAsync("/cold");
        for (var i = 0; i < 10; i++)
            await at.Gateway.StoredAsync("/hot");
        await at.Gateway.GetAsync("/never");

        var told = await at.Gateway.LookAsync("/cache/stats/hottest?limit=1");
        var both = await at.Gateway.LookAsync("/cache/stats/hottest");

        Assert.Equal(["x:hot"], told.Each("keys", "name"));
        Assert.True(told["keys.0.hits"].GetInt64() >= 10);
        Assert.Equal(["x:hot", "x:cold"], both.Each("keys", "name"));
    }

    [Fact]
    public async Task History_BeginsWithTheProcess()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/a", "x");
        await at.Gateway.GetAsync("/a");

        var told = await Deadline.Eventually(() => at.Gateway.LookAsync("/cache/stats/history?minutes=1"), each => each["points"].GetArrayLength() > 0);

        Assert.Equal(5, told["interval_seconds"].GetInt32());
        Assert.Equal(1, told["points"].EnumerateArray().Sum(point => point.GetProperty("requests").GetInt64()));
        Assert.Equal(1, told["points"].EnumerateArray().Sum(point => point.GetProperty("origin_calls").GetInt64()));
    }
}
