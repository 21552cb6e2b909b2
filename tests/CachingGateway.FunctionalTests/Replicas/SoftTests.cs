using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Replicas;

/// <summary>What a soft invalidation leaves: stale answers while one refresh runs, and questions whether they still hold.</summary>
public sealed class SoftTests(ReplicasFixture fixture) : IClassFixture<ReplicasFixture>
{
    private readonly GatewayReplicas _all = fixture.All;

    private TestGateway One => _all.Gateways[0];

    private TestGateway Two => _all.Gateways[1];

    [Fact]
    public async Task Soft_IsStaleWhileOneRefreshRuns_ThenTheNewIsHitEverywhere()
    {
        await StoredAsync("/soft", "old");
        var gate = new Gate();
        _all.Origin.Answer("/soft", ScriptedAnswer.Ok("new") with { Before = gate });

        await Two.SoftenAsync("soft");
        for (var i = 0; i < 20; i++)
            (await _all.Gateways[i % 2].AskAsync("/soft")).Is("STALE", "old");
        await _all.Origin.WhenCalled("/soft", 2);
        gate.Open();

        foreach (var gateway in _all.Gateways)
            (await Deadline.Eventually(() => gateway.AskAsync("/soft"), answer => answer.CacheStatus == "HIT")).Is("HIT", "new");
        Assert.Equal(2, _all.Origin.Calls("/soft"));
    }

    [Fact]
    public async Task PurgeAfterSoft_IsGoneAtOnce_AndItsValidatorStaysHere()
    {
        await StoredAsync("/gone", "old", ("ETag", "\"1\""));
        await Two.SoftenAsync("gone");
        await Two.PurgeAsync("gone");
        _all.Origin.Answer("/gone", "new");

        (await One.AskAsync("/gone")).Is("MISS", "new");
        (await Two.AskAsync("/gone")).Is("HIT", "new");
        Assert.All(_all.Origin.Received("/gone"), request => Assert.Null(request.Header("If-None-Match")));
    }

    [Fact]
    public async Task SoftAfterPurge_DoesNotBringItBack()
    {
        await StoredAsync("/back", "old", ("ETag", "\"1\""));
        await Two.PurgeAsync("back");
        await Two.SoftenAsync("back");
        _all.Origin.Answer("/back", "new");

        (await One.AskAsync("/back")).Is("MISS", "new");
        Assert.Null(_all.Origin.Received("/back")[^1].Header("If-None-Match"));
    }

    [Fact]
    public async Task StrongETag_IsAskedAbout_AndWhatHoldsIsHitAgain_UnderOldAndNewTags()
    {
        await StoredAsync("/etag", "body", ("ETag", "\"1\""), ("xkey", "first"), ("Content-Type", "text/css"));
        _all.Origin.Answer("/etag", new ScriptedAnswer { Status = 304, Headers = [("ETag", "\"1\""), ("xkey", "second")] });
        await Two.SoftenAsync("etag");

        (await One.AskAsync("/etag")).Is("STALE", "body");
        var hit = await Deadline.Eventually(() => One.AskAsync("/etag"), answer => answer.CacheStatus == "HIT");

        Assert.Equal(("body", "text/css", "\"1\""), (hit.Text, hit.Header("Content-Type"), hit.Header("ETag")));
        Assert.Equal("\"1\"", _all.Origin.Received("/etag")[^1].Header("If-None-Match"));
        await Deadline.Eventually(() => Two.AskAsync("/etag"), answer => answer.CacheStatus == "HIT");
        _all.Origin.Answer("/etag", "new", ("xkey", "second"));
        await Two.PurgeAsync("first");
        (await One.AskAsync("/etag")).Is("MISS", "new");
    }

    [Theory]
    [InlineData("W/\"1\"")]
    [InlineData(null)]
    public async Task WeakETagAndTheGatewaysOwn_NeverGoToTheOrigin(string? etag)
    {
        var path = etag is null ? "/own" : "/weak";
        await StoredAsync(path, "old", etag is null ? [] : [("ETag", etag)]);
        Assert.NotNull((await One.AskAsync(path)).Header("ETag"));
        _all.Origin.Answer(path, "new");
        await Two.SoftenAsync(path[1..]);

        (await One.AskAsync(path)).Is("STALE", "old");
        (await Deadline.Eventually(() => One.AskAsync(path), answer => answer.CacheStatus == "HIT")).Is("HIT", "new");

        Assert.All(_all.Origin.Received(path), request => Assert.Null(request.Header("If-None-Match")));
    }

    [Theory]
    [InlineData("HEAD", null)]
    [InlineData("GET", "bytes=0-0")]
    public async Task RefreshThatAnotherKindOfRequestCaused_StoresTheWholeAnswer(string method, string? range)
    {
        var path = $"/{method}";
        await StoredAsync(path, "old");
        _all.Origin.Answer(path, "the new body");
        await Two.SoftenAsync(path[1..]);

        (string Name, string Value)[] fields = range is null ? [] : [("Range", range)];
        var caused = await One.SendAsync(new HttpMethod(method), path, null, [("Host", GatewayReplicas.Host), .. fields]);

        Assert.True(caused.Status is 200 or 206, caused.ToString());
        (await Deadline.Eventually(() => One.AskAsync(path), answer => answer.CacheStatus != "STALE")).Is("HIT", "the new body");
        (await Deadline.Eventually(() => Two.AskAsync(path), answer => answer.CacheStatus != "STALE")).Is("HIT", "the new body");
    }

    [Fact]
    public async Task HeadThatFindsWhatIsTooOldForIt_StoresNothing()
    {
        await StoredAsync("/head", "whole", ("Age", "100"));

        Expect.Bypass(
            await One.HeadAsync("/head", ("Host", GatewayReplicas.Host), ("Cache-Control", "max-age=10")), "client-no-cache");

        Assert.Equal("whole", (await One.AskAsync("/head")).Text);
        Assert.Equal("whole", (await Two.AskAsync("/head")).Text);
    }

    [Fact]
    public async Task BeyondTheGrace_ItIsFetched()
    {
        await using var all = await GatewayReplicas.StartAsync(1, """ "staleWhileRevalidate": "1s" """);
        all.Origin.Answer("/grace", "old");
        (await all.Gateways[0].AskAsync("/grace")).Is("MISS", "old");
        // A refresh that brings nothing leaves the old as it was.
        all.Origin.Answer("/grace", ScriptedAnswer.Of(500, "broken"));
        await all.Gateways[0].SoftenAsync("grace");

        var fetched = await Deadline.Eventually(() => all.Gateways[0].AskAsync("/grace"), answer => answer.CacheStatus != "STALE");

        Assert.Equal((500, "MISS"), (fetched.Status, fetched.CacheStatus));
        all.Origin.Answer("/grace", "new");
        (await all.Gateways[0].AskAsync("/grace")).Is("MISS", "new");
        (await all.Gateways[0].AskAsync("/grace")).Is("HIT", "new");
    }

    [Fact]
    public async Task WithoutGrace_TheOriginIsAskedWhetherItHolds()
    {
        await using var all = await GatewayReplicas.StartAsync(2);
        all.Origin.Answer("/asks", "body", ("ETag", "\"1\""));
        (await all.Gateways[0].AskAsync("/asks")).Is("MISS", "body");
        all.Origin.Answer("/asks", new ScriptedAnswer { Status = 304, Headers = [("ETag", "\"1\"")] });

        await all.Gateways[1].SoftenAsync("asks");

        (await all.Gateways[0].AskAsync("/asks")).Is("REVALIDATED", "body");
        Assert.Equal("\"1\"", all.Origin.Received("/asks")[^1].Header("If-None-Match"));
        (await all.Gateways[0].AskAsync("/asks")).Is("HIT", "body");
        (await Deadline.Eventually(() => all.Gateways[1].AskAsync("/asks"), answer => answer.CacheStatus == "HIT")).Is("HIT", "body");
        Assert.Equal(2, all.Origin.Calls("/asks"));
    }

    [Fact]
    public async Task PurgedWhileItWaitedForTheOtherGatewaysAnswer_ItsValidatorStaysHere()
    {
        await using var all = await GatewayReplicas.StartAsync(2, settings: """ "Fills": { "Wait": "10m" } """);
        var (one, two) = (all.Gateways[0], all.Gateways[1]);
        all.Origin.Answer("/waits", "old", ("ETag", "\"1\""));
        (await one.AskAsync("/waits")).Is("MISS", "old");
        (await two.AskAsync("/waits")).Is("HIT", "old");
        var gate = new Gate();
        all.Origin.Answer("/waits", new ScriptedAnswer { Status = 304, Headers = [("ETag", "\"1\"")], Before = gate });
        await one.SoftenAsync("waits");
        var first = one.AskAsync("/waits");
        await all.Origin.WhenCalled("/waits", 2);
        var looks = await LooksAsync(_ => true);
        var second = two.AskAsync("/waits");
        // It looks again and again whether the other's answer is there.
        await LooksAsync(now => now > looks + 20);
        all.Origin.Answer("/waits", request => request.Header("If-None-Match") is null
            ? ScriptedAnswer.Ok("new") : new ScriptedAnswer { Status = 304, Headers = [("ETag", "\"1\"")] });

        await one.PurgeAsync("waits");

        (await second.Within()).Is("MISS", "new");
        Assert.Null(all.Origin.Received("/waits")[^1].Header("If-None-Match"));
        gate.Open();
        await first.Within();
        (await one.AskAsync("/waits")).Is("HIT", "new");

        Task<long> LooksAsync(Func<long, bool> satisfies) => Deadline.Eventually(
            async () => long.Parse((await all.Redis.AskAsync("INFO", "commandstats")).Line("cmdstat_get")!.Split('=', ',')[1]), satisfies);
    }

    private async Task StoredAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        _all.Origin.Answer(path, body, headers);
        (await One.AskAsync(path)).Is("MISS", body);
        (await Two.AskAsync(path)).Is("HIT", body);
    }
}
