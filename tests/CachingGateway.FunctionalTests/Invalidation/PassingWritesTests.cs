using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using Xunit;

namespace CachingGateway.FunctionalTests.Invalidation;

/// <summary>Writes that pass through retire what the policy's rules say, before their client has the answer.</summary>
public class PassingWritesTests
{
    private const string Policy = """
        {
          "routes": [
            { "name": "log", "match": { "path": "/v1/logs/{log_id}" }, "tags": ["log:{log_id}"] },
            { "name": "trig", "match": { "path": "/v1/trigs/{trig_id}" }, "tags": ["trig:{trig_id}"] },
            { "name": "search", "match": { "path": "/v1/search", "methods": ["POST"] }, "key": { "body": "json" } },
            { "name": "both", "match": { "path": "/v1/both", "methods": ["POST"] }, "key": { "body": "json" } }
          ],
          "events": {
            "rules": [
              { "on": { "methods": ["PUT"], "path": "/v1/logs/{log_id}" }, "tags": ["trig:{response.trig_id?}"] },
              { "on": { "methods": ["POST"], "path": "/v1/logs" }, "tags": ["trig:{request.trig_id}"] },
              { "on": { "methods": ["DELETE"], "path": "/v1/logs/{log_id}" }, "tags": ["trig:7"], "mode": "purge" },
              { "on": { "methods": ["POST"], "path": "/v1/search" }, "tags": ["trig:{response.trig_id}"] },
              { "on": { "methods": ["POST"], "path": "/v1/both" }, "tags": ["trig:8"], "mode": "soft" },
              { "on": { "methods": ["POST"], "path": "/v1/both" }, "tags": ["trig:7"] }
            ]
          }
        }
        """;

    [Theory]
    [InlineData("""{ "trig_id": 7 }""", true)]
    [InlineData("""{ "trig_id": 8 }""", false)]
    [InlineData("no JSON at all", false)]
    public async Task RuleOverTheResponse_RetiresWhatItNames_AndTheClientGetsAllOfIt(string answer, bool isRetired)
    {
        await using var at = await TestEnvironment.StartAsync(Policy);
        at.Origin.Answer("/v1/trigs/7", "trig");
        at.Origin.Answer("/v1/logs/1", answer);
        await Expect.MissAsync(at.Gateway, "/v1/trigs/7", "trig");

        var written = await at.Gateway.SendAsync(HttpMethod.Put, "/v1/logs/1", new StringContent("{}"));

        Assert.Equal(answer, written.Text);
        Assert.NotEmpty(written.Header("X-Cache-Sequence")!);
        Assert.Equal(isRetired ? "MISS" : "HIT", (await at.Gateway.GetAsync("/v1/trigs/7")).CacheStatus);
    }

    [Fact]
    public async Task RuleOverTheRequest_RetiresWhatItNames_AndTheOriginGetsAllOfIt()
    {
        await using var at = await TestEnvironment.StartAsync(Policy);
        at.Origin.Answer("/v1/trigs/7", "trig");
        at.Origin.Answer("/v1/logs", r => ScriptedAnswer.Of(201, r.Text));
        await Expect.MissAsync(at.Gateway, "/v1/trigs/7", "trig");

        var written = await at.Gateway.PostAsync("/v1/logs", """{ "trig_id": 7 }""");

        Assert.Equal((201, """{ "trig_id": 7 }"""), (written.Status, written.Text));
        await Expect.MissAsync(at.Gateway, "/v1/trigs/7", "trig");
    }

    [Fact]
    public async Task BodiesLargerThanRulesLookAt_PassWhole()
    {
        await using var at = await TestEnvironment.StartAsync(Policy);
        var large = $$"""{ "trig_id": 7, "text": "{{new string('x', 100_000)}}" }""";
        at.Origin.Answer("/v1/logs", r => ScriptedAnswer.Of(201, r.Text));
        var pieces = new PiecewiseBody();
        at.Origin.Answer("/v1/logs/1", new ScriptedAnswer { Pieces = pieces });
        pieces.Send(large);
        pieces.Complete();

        var posted = await at.Gateway.PostAsync("/v1/logs", large);
        var put = await at.Gateway.SendAsync(HttpMethod.Put, "/v1/logs/1", null);

        Assert.Equal(large, posted.Text);
        Assert.Equal(large, put.Text);
    }

    [Theory]
    [InlineData(500, "MISS")]
    [InlineData(403, "HIT")]
    public async Task OriginsError_MayHaveChangedIt_ItsRefusalHasNot(int status, string then)
    {
        await using var at = await TestEnvironment.StartAsync(Policy);
        at.Origin.Answer("/v1/trigs/7", "trig");
        at.Origin.Answer("/v1/logs/1", ScriptedAnswer.Of(status, "no"));
        await Expect.MissAsync(at.Gateway, "/v1/trigs/7", "trig");

        Assert.Equal(status, (await at.Gateway.SendAsync(HttpMethod.Delete, "/v1/logs/1", null)).Status);

        Assert.Equal(then, (await at.Gateway.GetAsync("/v1/trigs/7")).CacheStatus);
    }

    [Fact]
    public async Task PostThatOnlyReads_RetiresNothing()
    {
        await using var at = await TestEnvironment.StartAsync(Policy);
        at.Origin.Answer("/v1/search", "found");
        await at.Gateway.PostAsync("/v1/search", """{ "q": 1 }""");

        // Not looked up for its cookie, and yet no write.
        var passed = await at.Gateway.PostAsync("/v1/search", """{ "q": 2 }""", ("Cookie", "session=1"));

        Assert.Null(passed.Header("X-Cache-Sequence"));
        Assert.NotEqual("unconfirmed", passed.Detail);
        Assert.Equal("HIT", (await at.Gateway.PostAsync("/v1/search", """{ "q": 1 }""")).CacheStatus);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WriteOfWhichTheAnswerAloneTellsWhatItChanged_IsRecordedToo(bool isShared)
    {
        await using var redis = isShared ? await RedisServer.StartAsync() : null;
        const string refuse = """ "Writes": "refuse" """;
        var settings = redis is null ? $$"""{ "Gateway": { {{refuse}} } }""" : TestSettings.OnRedis(redis, refuse);
        await using var at = await TestEnvironment.StartAsync(Policy, settings);
        await at.Gateway.InStepAsync();
        at.Origin.Answer("/v1/trigs/7", "trig");
        at.Origin.Answer("/v1/search", """{ "trig_id": 7 }""");
        await Expect.MissAsync(at.Gateway, "/v1/trigs/7", "trig");

        // Not looked up for its cookie, so it may have written.
        var written = await at.Gateway.PostAsync("/v1/search", "{}", ("Cookie", "session=1"));

        Assert.Equal(200, written.Status);
        Assert.NotNull(written.Header("X-Cache-Sequence"));
        await Expect.MissAsync(at.Gateway, "/v1/trigs/7", "trig");
    }

    [Fact]
    public async Task WriteWhoseWordLapses_IsTakenForMade_AndWhatItPurgesIsGone()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var at = await StartAsync(redis);
        at.Origin.Answer("/v1/trigs/7", "trig");
        await TrustedAsync(at);
        var gate = new Gate();
        at.Origin.Answer("/v1/both", ScriptedAnswer.Ok("{}") with { Before = gate });

        var writing = at.Gateway.PostAsync("/v1/both", "{}", ("Cookie", "session=1"));
        await at.Origin.WhenCalled("/v1/both");
        // Of a gateway that is gone nobody closes it.
        var intent = Assert.Single((await redis.AskAsync("ZRANGE", "cg:{1}:intents", "0", "-1")).Items).Text!;
        await redis.AskAsync("ZADD", "cg:{1}:intents", "XX", "0", intent);
        await Deadline.Eventually(() => redis.AskAsync("ZCARD", "cg:{1}:intents"), count => count.Text == "0");

        await Deadline.Eventually(() => at.Gateway.GetAsync("/v1/trigs/7"), answer => answer.CacheStatus == "MISS" && answer.Detail is null);
        Assert.False(writing.IsCompleted);
        gate.Open();
        Assert.NotNull((await writing).Header("X-Cache-Sequence"));
    }

    [Fact]
    public async Task RedisAway_WritePassesUnconfirmed_AndIsRetiredOnceItIsBack()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var at = await StartAsync(redis);
        at.Origin.Answer("/v1/trigs/7", r => ScriptedAnswer.Ok(r.Method));
        await TrustedAsync(at);

        await redis.KillAsync();
        var written = await at.Gateway.SendAsync(HttpMethod.Put, "/v1/trigs/7", null);

        Assert.Equal((200, "unconfirmed"), (written.Status, written.Detail));
        Assert.Null(written.Header("X-Cache-Sequence"));
        Assert.NotEqual("HIT", (await at.Gateway.GetAsync("/v1/trigs/7")).CacheStatus);
        await redis.RestartAsync();
        await TrustedAsync(at);
    }

    [Fact]
    public async Task RedisAway_WritesThatMustBeRecorded_AreRefused()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var at = await StartAsync(redis, """ "Writes": "refuse" """);
        at.Origin.Answer("/v1/trigs/7", "trig");
        Assert.Equal(200, (await at.Gateway.SendAsync(HttpMethod.Put, "/v1/trigs/7", null)).Status);
        var calls = at.Origin.TotalCalls;

        await redis.KillAsync();
        var refused = await at.Gateway.SendAsync(HttpMethod.Put, "/v1/trigs/7", null);

        Assert.Equal((503, "unconfirmed", calls), (refused.Status, refused.Detail, at.Origin.TotalCalls));
        Assert.Equal(("application/problem+json", "1"), (refused.Header("Content-Type"), refused.Header("Retry-After")));
        Assert.Contains("send it again", refused.Text, StringComparison.Ordinal);
    }

    private static async Task<TestEnvironment> StartAsync(RedisServer redis, string settings = "")
    {
        var at = await TestEnvironment.StartAsync(Policy, TestSettings.OnRedis(redis, settings));
        await at.Gateway.InStepAsync();
        return at;
    }

    private static Task<GatewayResponse> TrustedAsync(TestEnvironment at) =>
        Deadline.Eventually(() => at.Gateway.GetAsync("/v1/trigs/7"), answer => answer.CacheStatus == "HIT");
}
