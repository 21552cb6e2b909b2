using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>One fill per key, streamed to all who wait while it is stored.</summary>
public sealed class FillsTests
{
    [Fact]
    public async Task ThousandConcurrentFirstRequests_AreOneOriginCall()
    {
        await using var at = await TestEnvironment.StartAsync();
        var gate = new Gate();
        at.Origin.Answer("/page", ScriptedAnswer.Ok("whole") with { Before = gate });

        var requests = Enumerable.Range(0, 1000).Select(_ => at.Gateway.GetAsync("/page")).ToArray();
        await at.Origin.WhenCalled("/page");
        gate.Open();
        var responses = await Task.WhenAll(requests);

        Assert.All(responses, r => Assert.Equal((200, "whole"), (r.Status, r.Text)));
        Assert.Equal(1, at.Origin.Calls("/page"));
        Assert.Contains(responses, r => r.Header("Cache-Status")!.Contains("collapsed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FirstByte_NeverWaitsForTheLast_AlsoForThoseWhoJoinLater()
    {
        await using var at = await TestEnvironment.StartAsync();
        var pieces = new PiecewiseBody();
        at.Origin.Answer("/page", new ScriptedAnswer { Pieces = pieces });
        using var cause = await RawClient.ConnectAsync(at.Gateway.DataAddress);
        using var joined = await RawClient.ConnectAsync(at.Gateway.DataAddress);

        pieces.Send("first,");
        await cause.SendAsync(at.Gateway.RequestText("GET", "/page"));
        Assert.Equal("MISS", (await cause.ReadResponseHeadAsync()).CacheStatus);
        Assert.Equal("first,"u8.ToArray(), await cause.ReadChunkAsync());
        await joined.SendAsync(at.Gateway.RequestText("GET", "/page"));
        Assert.Equal(200, (await joined.ReadResponseHeadAsync()).Status);
        Assert.Equal("first,"u8.ToArray(), await joined.ReadChunkAsync());
        pieces.Send("last");
        pieces.Complete();

        Assert.Equal("last"u8.ToArray(), await cause.ReadChunkedAsync());
        Assert.Equal("last"u8.ToArray(), await joined.ReadChunkedAsync());
        Assert.Equal(1, at.Origin.Calls("/page"));
        await Expect.HitAsync(at.Gateway, "/page", "first,last");
    }

    [Fact]
    public async Task HeadOfTheAnswer_DoesNotWaitForTheBody()
    {
        await using var at = await TestEnvironment.StartAsync();
        var pieces = new PiecewiseBody();
        at.Origin.Answer("/page", new ScriptedAnswer { Pieces = pieces });

        using var response = await at.Gateway.OpenAsync("/page");

        Assert.Equal(200, (int)response.StatusCode);
        pieces.Complete();
        Assert.Equal("", await response.Content.ReadAsStringAsync().Within());
    }

    [Fact]
    public async Task Entry_CanBeHitBeforeTheClientThatCausedItHasItsLastByte()
    {
        await using var at = await TestEnvironment.StartAsync();
        var body = new string('x', 8 << 20);
        at.Origin.Answer("/large", body);
        using var slow = await RawClient.ConnectAsync(at.Gateway.DataAddress, receiveBufferBytes: 4096);
        await slow.SendAsync(at.Gateway.RequestText("GET", "/large"));
        Assert.Equal("MISS", (await slow.ReadResponseHeadAsync()).CacheStatus);

        var hit = await Deadline.Eventually(() => at.Gateway.GetAsync("/large"), r => r.CacheStatus == "HIT");

        Assert.Equal(body.Length, hit.Body.Length);
        Assert.Equal(1, at.Origin.Calls("/large"));
        Assert.Equal(body.Length, (await slow.ReadExactlyAsync(body.Length)).Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BodyOverItsLimit_StreamsThroughUnstored_AndReleasesTheOthersAtOnce(bool lengthKnown)
    {
        await using var at = await TestEnvironment.StartAsync(TestPolicy.All("""  "body": { "max": "64KB" }  """));
        var gate = new Gate();
        var body = new string('x', 1 << 20);
        at.Origin.Answer("/large", _ => lengthKnown
            ? ScriptedAnswer.Ok(body) with { Before = gate }
            : new ScriptedAnswer { Before = gate, Pieces = Pieces(body) });

        var requests = Enumerable.Range(0, 10).Select(_ => at.Gateway.GetAsync("/large")).ToArray();
        await at.Origin.WhenCalled("/large");
        gate.Open();
        var responses = await Task.WhenAll(requests);

        Assert.All(responses, r => Assert.Equal(body.Length, r.Body.Length));
        Assert.DoesNotContain(responses, r => r.CacheStatus == "HIT");
        Assert.Contains(responses, r => r.Detail is "body-too-large" or null);
        Assert.Equal("MISS", (await at.Gateway.GetAsync("/large")).CacheStatus);
    }

    [Fact]
    public async Task AnswerThatIsOnePersons_ReleasesTheOthersAtOnce_AndIsSharedWithNobody()
    {
        await using var at = await TestEnvironment.StartAsync();
        var gate = new Gate();
        var visitor = 0;
        at.Origin.Answer("/page", _ =>
        {
            var id = $"visitor {Interlocked.Increment(ref visitor)}";
            return ScriptedAnswer.Ok(id, ("Set-Cookie", id)) with { Before = gate };
        });

        var requests = Enumerable.Range(0, 20).Select(_ => at.Gateway.GetAsync("/page")).ToArray();
        await at.Origin.WhenCalled("/page");
        gate.Open();
        var responses = await Task.WhenAll(requests);

        Assert.Equal(20, responses.Select(r => r.Text).Distinct().Count());
        Assert.All(responses, r => Assert.Equal(r.Text, r.Header("Set-Cookie")));
    }

    [Fact]
    public async Task UncacheableKey_IsRemembered_SoThatNobodyQueues()
    {
        await using var at = await TestEnvironment.StartAsync();
        at.Origin.Answer("/page", "x", ("Cache-Control", "private"));
        await Expect.MissAsync(at.Gateway, "/page", "x");
        var gate = new Gate();
        at.Origin.Answer("/page", ScriptedAnswer.Ok("x", ("Cache-Control", "private")) with { Before = gate });

        var requests = Enumerable.Range(0, 10).Select(_ => at.Gateway.GetAsync("/page")).ToArray();
        await at.Origin.WhenCalled("/page", 11);
        gate.Open();

        Assert.All(await Task.WhenAll(requests), r => Assert.Equal("x", r.Text));
    }

    [Fact]
    public async Task VariantsOfOneKey_AreFilledApart()
    {
        await using var at = await TestEnvironment.StartAsync();
        var gate = new Gate();
        at.Origin.Answer("/page", r => ScriptedAnswer.Ok(r.Header("Accept-Language")!) with { Before = gate });

        var requests = new[] { "de", "fr", "de", "fr" }
            .Select(language => at.Gateway.GetAsync("/page", ("Accept-Language", language))).ToArray();
        await at.Origin.WhenCalled("/page", 2);
        gate.Open();

        Assert.Equal(["de", "fr", "de", "fr"], (await Task.WhenAll(requests)).Select(r => r.Text));
        Assert.Equal(2, at.Origin.Calls("/page"));
    }

    [Fact]
    public async Task OriginsVaryOnSomethingElse_IsSharedOnlyWithThoseAlike()
    {
        await using var at = await TestEnvironment.StartWithoutPolicyAsync();
        var gate = new Gate();
        at.Origin.Answer("/page", r =>
            ScriptedAnswer.Ok(r.Header("X-Theme")!, ("Cache-Control", "max-age=60"), ("Vary", "X-Theme")) with { Before = gate });

        var requests = new[] { "dark", "light", "dark", "light" }
            .Select(theme => at.Gateway.GetAsync("/page", ("X-Theme", theme))).ToArray();
        await at.Origin.WhenCalled("/page");
        gate.Open();

        Assert.Equal(["dark", "light", "dark", "light"], (await Task.WhenAll(requests)).Select(r => r.Text));
    }

    private static PiecewiseBody Pieces(string body)
    {
        var pieces = new PiecewiseBody();
        foreach (var piece in body.Chunk(16 * 1024))
            pieces.Send(new string(piece));
        pieces.Complete();
        return pieces;
    }
}
