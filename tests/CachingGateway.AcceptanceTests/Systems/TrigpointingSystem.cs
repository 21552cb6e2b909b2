using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace CachingGateway.AcceptanceTests.Systems;

/// <summary>What TrigpointingUK's own cache gave it, now from outside the unchanged API.</summary>
public sealed class TrigpointingSystem() : SystemFixture("trigpointing.json")
{
    private const int Minute = 60;
    private const int Hour = 60 * Minute;

    /// <summary>Path, the name of its entry as a pattern, its time to live, and the origin's endpoint.</summary>
    public static TheoryData<string, string, int, string> Endpoints => new()
    {
        { "/v1/stats/site", "^stats:site:v1$", Hour, "/v1/stats/site" },
        { "/v1/trigs/123", "^trig:123:v1$", 24 * Hour, "/v1/trigs/{trig_id}" },
        { "/v1/trigs/123?include=details", "^trig:123:params_[0-9a-f]{32}:v1$", 24 * Hour, "/v1/trigs/{trig_id}" },
        { "/v1/trigs", "^trigs:list:v1$", 12 * Hour, "/v1/trigs" },
        { "/v1/trigs?skip=20&limit=10", "^trigs:list:params_[0-9a-f]{32}:v1$", 12 * Hour, "/v1/trigs" },
        { "/v1/trigs/123/logs", "^trig:123:logs:v1$", 2 * Hour, "/v1/trigs/{trig_id}/logs" },
        { "/v1/trigs/123/logs?limit=5", "^trig:123:logs:params_[0-9a-f]{32}:v1$", 2 * Hour, "/v1/trigs/{trig_id}/logs" },
        { "/v1/trigs/123/photos", "^trig:123:photos:v1$", 2 * Hour, "/v1/trigs/{trig_id}/photos" },
        { "/v1/trigs/123/map", "^trig:123:map:v1$", 4 * Hour, "/v1/trigs/{trig_id}/map" },
        { "/v1/trigs/123/map?width=64&height=64", "^trig:123:map:params_[0-9a-f]{32}:v1$", 4 * Hour, "/v1/trigs/{trig_id}/map" },
        { "/v1/users", "^users:list:v1$", 12 * Hour, "/v1/users" },
        { "/v1/users?limit=10", "^users:list:params_[0-9a-f]{32}:v1$", 12 * Hour, "/v1/users" },
        { "/v1/users/2", "^user:2:v1$", 6 * Hour, "/v1/users/{user_id}" },
        { "/v1/users/2?include=stats", "^user:2:params_[0-9a-f]{32}:v1$", 6 * Hour, "/v1/users/{user_id}" },
        { "/v1/users/2/badge", "^user:2:badge:v1$", 5 * Minute, "/v1/users/{user_id}/badge" },
        { "/v1/users/2/badge?scale=2", "^user:2:badge:params_[0-9a-f]{32}:v1$", 5 * Minute, "/v1/users/{user_id}/badge" },
        { "/v1/users/2/logs", "^user:2:logs:v1$", 2 * Hour, "/v1/users/{user_id}/logs" },
        { "/v1/users/2/photos", "^user:2:photos:v1$", 2 * Hour, "/v1/users/{user_id}/photos" },
        { "/v1/users/2/map", "^user:2:map:v1$", 4 * Hour, "/v1/users/{user_id}/map" },
        { "/v1/logs", "^logs:list:v1$", Hour, "/v1/logs" },
        { "/v1/logs?limit=5", "^logs:list:params_[0-9a-f]{32}:v1$", Hour, "/v1/logs" },
        { "/v1/photos", "^photos:list:v1$", Hour, "/v1/photos" },
        { "/v1/logs/3", "^log:3:v1$", 6 * Hour, "/v1/logs/{log_id}" },
        { "/v1/logs/3?include=photos", "^log:3:params_[0-9a-f]{32}:v1$", 6 * Hour, "/v1/logs/{log_id}" },
        { "/v1/photos/3", "^photo:3:v1$", 12 * Hour, "/v1/photos/{photo_id}" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task SecondRequest_IsAHitOfTheNamedEntry(string path, string name, int ttl, string endpoint)
    {
        var (_, hit) = await TwiceAsync(() => Gateway.GetAsync(path));

        Assert.Matches(name, hit.Header("X-Cache-Key"));
        AssertFreshFor(ttl, hit);
        Assert.InRange(int.Parse(hit.Header("X-Cache-Age")!), 0, 20);
        Assert.Equal(1, Origin.Calls["GET " + endpoint]);
    }

    [Theory]
    [InlineData("/v1/trigs/123/map?width=320&height=100")]
    [InlineData("/v1/users/2/map")]
    [InlineData("/v1/users/2/badge?scale=3")]
    public async Task Image_IsTheOriginsByteByByte(string path)
    {
        var drawn = await AtOrigin.GetByteArrayAsync(path);
        var (miss, hit) = await TwiceAsync(() => Gateway.GetAsync(path));

        Assert.Equal(drawn, miss.Body);
        Assert.Equal(drawn, hit.Body);
        Assert.Equal("image/png", hit.Header("Content-Type"));
    }

    [Fact]
    public async Task OrderOfParametersAndAdvertisers_MakeNoEntryOfTheirOwn()
    {
        await Gateway.GetAsync("/v1/trigs?skip=20&limit=10");
        var other = await Gateway.GetAsync("/v1/trigs?limit=10&utm_source=letter&skip=20&fbclid=1");

        Assert.Equal("HIT", other.CacheStatus);
        Assert.Equal(1, Origin.Calls["GET /v1/trigs"]);
    }

    [Fact]
    public async Task ClientNoCache_IsABypassWhoseAnswerReplacesTheStoredOne()
    {
        var old = await Gateway.GetAsync("/v1/trigs/123");
        using (await AtOrigin.PutAsJsonAsync("/v1/trigs/123", new { name = "Changed Beacon" }))
        {
            // Written past the gateway, which cannot know.
        }

        var stale = await Gateway.GetAsync("/v1/trigs/123");
        var asked = await Gateway.GetAsync("/v1/trigs/123", ("Cache-Control", "no-cache"));
        var after = await Gateway.GetAsync("/v1/trigs/123");

        Assert.Equal(("HIT", "BYPASS", "HIT"), (stale.CacheStatus, asked.CacheStatus, after.CacheStatus));
        Assert.Equal("client-no-cache", asked.Detail);
        Assert.Equal(old.Body, stale.Body);
        Assert.True(VersionIn(asked.Text) > VersionIn(old.Text));
        Assert.Equal(asked.Body, after.Body);
    }

    [Fact]
    public async Task EntityTagOfAHit_Is304WhenAskedAgain()
    {
        var (_, hit) = await TwiceAsync(() => Gateway.GetAsync("/v1/trigs/123"));
        var again = await Gateway.GetAsync("/v1/trigs/123", ("If-None-Match", hit.Header("ETag")!));

        Assert.Equal((304, "HIT", 0), (again.Status, again.CacheStatus, again.Body.Length));
        Assert.Equal(hit.Header("ETag"), again.Header("ETag"));
    }

    [Fact]
    public async Task UnknownTrig_Is404ForAMinute()
    {
        await Gateway.GetAsync("/v1/trigs/99999");
        var again = await Gateway.GetAsync("/v1/trigs/99999");

        Assert.Equal((404, "HIT"), (again.Status, again.CacheStatus));
        AssertFreshFor(Minute, again);
    }

    [Fact]
    public async Task Write_PassesUnstoredAndRetiresWhatItWroteTo()
    {
        var (before, _) = await TwiceAsync(() => Gateway.GetAsync("/v1/trigs/123"));
        var write = await Gateway.SendAsync(HttpMethod.Put, "/v1/trigs/123", JsonContent.Create(new { name = "New Beacon" }));
        var after = await Gateway.GetAsync("/v1/trigs/123");

        Assert.Equal((200, "BYPASS", "no-route"), (write.Status, write.CacheStatus, write.Detail));
        Assert.Equal("MISS", after.CacheStatus);
        Assert.True(VersionIn(after.Text) > VersionIn(before.Text));
    }

    [Fact]
    public async Task ManyFirstRequestsAtOnce_AreOneOriginCall()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Gateway.GetAsync("/v1/trigs/77/map")));

        Assert.Equal(1, Origin.Calls["GET /v1/trigs/{trig_id}/map"]);
        Assert.All(answers, answer => Assert.Equal(answers[0].Body, answer.Body));
    }

    [Fact]
    public async Task RequestWithCredentials_IsNeitherAnsweredFromTheStoreNorStored()
    {
        await TwiceAsync(() => Gateway.GetAsync("/v1/users/2"));
        var own = await Gateway.GetAsync("/v1/users/2", ("Authorization", "Bearer somebody"));

        Assert.Equal(("BYPASS", "authorization"), (own.CacheStatus, own.Detail));
        Assert.Equal(2, Origin.Calls["GET /v1/users/{user_id}"]);
    }

    private static long VersionIn(string json) => (long)JsonNode.Parse(json)!["version"]!;
}
