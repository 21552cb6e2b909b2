using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace CachingGateway.AcceptanceTests.Systems;

/// <summary>What SmartTrip asked of a cache, now from outside the unchanged API.</summary>
[Collection(nameof(SmartTrip))]
public sealed class SmartTripSystem() : SystemFixture("smarttrip.json")
{
    private const int Minute = 60;
    private const string ForClients = "public, max-age=300, must-revalidate, stale-while-revalidate=60";

    [Theory]
    [InlineData("/api/locations", "smartrip:locations:v1:all", 15 * Minute)]
    [InlineData("/api/trip-types", "smartrip:trip-types:v1:all", 15 * Minute)]
    [InlineData("/api/tags", "smartrip:tags:v1:all", 15 * Minute)]
    [InlineData("/api/guides", "smartrip:guides:v1:all", 5 * Minute)]
    [InlineData("/api/v2/companies", "smartrip:companies:v2:all", 5 * Minute)]
    [InlineData("/api/v2/templates/12", "smartrip:templates:v2:12", Minute)]
    [InlineData("/api/v2/occurrences/34", "smartrip:occurrences:v2:34", Minute)]
    public async Task SecondRequest_IsAHitOfTheNamedEntry(string path, string name, int ttl)
    {
        var (miss, hit) = await TwiceAsync(() => Gateway.GetAsync(path));

        Assert.Equal(name, hit.Header("X-Cache-Key"));
        AssertFreshFor(ttl, hit);
        Assert.Equal((ForClients, ForClients), (miss.Header("Cache-Control"), hit.Header("Cache-Control")));
        Assert.Equal(1, Origin.Calls.Total);
    }

    [Fact]
    public async Task Recommendations_AreKeyedByTheirBody()
    {
        var (_, hit) = await TwiceAsync(() => RecommendAsync("""{"budget":3000,"difficulty":2}"""));
        var other = await RecommendAsync("""{"budget":3001,"difficulty":2}""");

        Assert.Matches("^smartrip:recommendations:v2:[0-9a-f]{32}$", hit.Header("X-Cache-Key"));
        AssertFreshFor(5 * Minute, hit);
        Assert.Equal(ForClients, hit.Header("Cache-Control"));
        Assert.Equal("MISS", other.CacheStatus);
        Assert.NotEqual(hit.Header("X-Cache-Key"), other.Header("X-Cache-Key"));
    }

    [Theory]
    [InlineData("""{"difficulty":2,"budget":3000}""")]
    [InlineData("""{ "budget" : 3000,  "difficulty": 2 }""")]
    [InlineData("{\r\n\t\"difficulty\": 2,\r\n\t\"budget\": 3000\r\n}\r\n")]
    public async Task RecommendationsInOtherOrderOrWhiteSpace_AreOneEntry(string body)
    {
        var first = await RecommendAsync("""{"budget":3000,"difficulty":2}""");
        var same = await RecommendAsync(body);

        Assert.Equal(("MISS", "HIT"), (first.CacheStatus, same.CacheStatus));
        Assert.Equal(first.Body, same.Body);
        Assert.Equal(1, Origin.Calls["POST /api/v2/recommendations"]);
    }

    [Fact]
    public async Task SearchesOfOneConnection_AreAllAnsweredOnIt()
    {
        const string Body = """{"budget":3000,"difficulty":2}""";
        var request = $"POST /api/v2/recommendations HTTP/1.1\r\nHost: {Gateway.DataAddress.Authority}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}";
        using var client = await TestKit.RawClient.ConnectAsync(Gateway.DataAddress);

        foreach (var expected in new[] { "MISS", "HIT", "HIT" })
        {
            await client.SendAsync(request);
            Assert.Equal(expected, (await client.ReadResponseAsync("POST")).CacheStatus);
        }
    }

    [Fact]
    public async Task BatchOfEvents_IsNeverCached()
    {
        const string Batch = """{"events":[{"type":"page_view"}]}""";
        for (var count = 1; count <= 3; count++)
        {
            var sent = await Gateway.PostAsync("/api/events/batch", Batch);

            Assert.Equal((201, "BYPASS", "route-off"), (sent.Status, sent.CacheStatus, sent.Detail));
            Assert.Equal(count, (int)JsonNode.Parse(sent.Text)!["total"]!);
            Assert.Equal(count, Origin.Calls["POST /api/events/batch"]);
        }
    }

    [Theory]
    [InlineData("/api/v2/templates/12", """{"title":"Elsewhere"}""")]
    [InlineData("/api/v2/occurrences/34", """{"spots_left":1}""")]
    public async Task Write_PassesUnstoredAndRetiresWhatItWroteTo(string path, string body)
    {
        var (before, _) = await TwiceAsync(() => Gateway.GetAsync(path));
        using var content = new StringContent(body, null, "application/json");
        var write = await Gateway.SendAsync(HttpMethod.Put, path, content);
        var after = await Gateway.GetAsync(path);

        Assert.Equal((200, "BYPASS"), (write.Status, write.CacheStatus));
        Assert.Equal("MISS", after.CacheStatus);
        Assert.NotEqual(before.Body, after.Body);
    }

    [Fact]
    public async Task ClientNoCache_IsABypassWhoseAnswerReplacesTheStoredOne()
    {
        var old = await Gateway.GetAsync("/api/v2/templates/12");
        using (await AtOrigin.PutAsJsonAsync("/api/v2/templates/12", new { title = "Changed" }))
        {
            // Written past the gateway, which cannot know.
        }

        var asked = await Gateway.GetAsync("/api/v2/templates/12", ("Cache-Control", "no-cache"));
        var after = await Gateway.GetAsync("/api/v2/templates/12");

        Assert.Equal(("BYPASS", "HIT"), (asked.CacheStatus, after.CacheStatus));
        Assert.NotEqual(old.Body, asked.Body);
        Assert.Equal(asked.Body, after.Body);
    }

    private Task<TestKit.GatewayResponse> RecommendAsync(string body) => Gateway.PostAsync("/api/v2/recommendations", body);
}

/// <summary>Keeps tests of this system apart from those that set its environment.</summary>
[CollectionDefinition(nameof(SmartTrip), DisableParallelization = true)]
public sealed class SmartTrip;
