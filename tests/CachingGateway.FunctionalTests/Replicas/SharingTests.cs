using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Replicas;

/// <summary>Two gateways on one Redis: what one fetched is the other's, and what is retired at one is retired at the other.</summary>
public sealed class SharingTests(ReplicasFixture fixture) : IClassFixture<ReplicasFixture>
{
    private readonly GatewayReplicas _all = fixture.All;

    private TestGateway One => _all.Gateways[0];

    private TestGateway Two => _all.Gateways[1];

    [Fact]
    public async Task EntryOfOne_IsAHitOfTheOther_EachVariantForItself()
    {
        _all.Origin.Answer("/page", request => ScriptedAnswer.Ok(request.Header("Accept-Language")!, ("ETag", "\"e\""), ("X-More", "1")));
        (await One.AskAsync("/page", ("Accept-Language", "de"))).Is("MISS", "de");
        (await Two.AskAsync("/page", ("Accept-Language", "fr"))).Is("MISS", "fr");

        var (german, french) = (await Two.AskAsync("/page", ("Accept-Language", "de")), await One.AskAsync("/page", ("Accept-Language", "fr")));

        german.Is("HIT", "de");
        french.Is("HIT", "fr");
        Assert.Equal(("\"e\"", "1"), (german.Header("ETag"), german.Header("X-More")));
        Assert.Equal(2, _all.Origin.Calls("/page"));
    }

    [Fact]
    public async Task LargeBody_IsTheSameEverywhere()
    {
        var body = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i},"));
        _all.Origin.Answer("/large", body);

        (await One.AskAsync("/large")).Is("MISS", body);
        (await Two.AskAsync("/large")).Is("HIT", body);
    }

    [Fact]
    public async Task Acknowledged_TheOtherGatewayAnswersAnew()
    {
        for (var i = 0; i < 40; i++)
        {
            _all.Origin.Answer("/often", $"{i}");
            await _all.Gateways[i % 2].PurgeAsync("often");
            Assert.Equal($"{i}", (await _all.Gateways[(i + 1) % 2].AskAsync("/often")).Text);
            (await _all.Gateways[i % 2].AskAsync("/often")).Is("HIT", $"{i}");
        }
    }

    [Fact]
    public async Task MinSequenceThatIsKnown_IsAHit_AnythingElseAsksTheOrigin()
    {
        _all.Origin.Answer("/least", "body");
        var sequence = (await One.PurgeAsync("least")).Header("X-Cache-Sequence")!;
        var (generation, number) = (sequence.Split('.')[0], long.Parse(sequence.Split('.')[1]));
        (await One.AskAsync("/least")).Is("MISS", "body");

        foreach (var known in new[] { sequence, $"{generation}.{number - 1}", $" {sequence} " })
            (await Two.AskAsync("/least", ("X-Cache-Min-Sequence", known))).Is("HIT", "body");
        string[] others =
        [
            $"{ulong.Parse(generation) - 1}.{number}", $"{generation}.{number + 1_000_000}", $"{generation}.{long.MaxValue}", $"{generation}.-1",
            $"{generation}.", $".{number}", $"{generation}", "none", $"{sequence}, {sequence}", $"{sequence};", "0.0", $"{generation}.{ulong.MaxValue}",
        ];
        foreach (var other in others)
            Expect.Bypass(await Two.AskAsync("/least", ("X-Cache-Min-Sequence", other)), "min-sequence");
        Assert.Equal(1 + others.Length, _all.Origin.Calls("/least"));
        Assert.All(_all.Origin.Received("/least"), request => Assert.Null(request.Header("X-Cache-Min-Sequence")));
        Expect.Bypass(await Two.HeadAsync("/least", ("Host", GatewayReplicas.Host), ("X-Cache-Min-Sequence", "none")), "min-sequence");
        (await Two.AskAsync("/least")).Is("HIT", "body");
    }

    [Theory]
    [InlineData("PUT", 200)]
    [InlineData("PATCH", 204)]
    [InlineData("DELETE", 303)]
    [InlineData("POST", 500)]
    [InlineData("PUT", 503)]
    public async Task WriteThroughOne_RetiresAtTheOther_AndNamesItsNumber(string method, int status)
    {
        var path = $"/written/{method}/{status}";
        await StoredAsync(path, "old");
        _all.Origin.Answer(path, request => request.Method == "GET" ? ScriptedAnswer.Ok("new") : ScriptedAnswer.Of(status, ""));

        var written = await One.WriteAsync(path, method);

        Assert.Equal((status, "BYPASS"), (written.Status, written.CacheStatus));
        (await Two.AskAsync(path, ("X-Cache-Min-Sequence", written.Header("X-Cache-Sequence")!))).Is("MISS", "new");
        (await One.AskAsync(path)).Is("HIT", "new");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(412)]
    public async Task RefusedWrite_RetiresNothing(int status)
    {
        var path = $"/refused/{status}";
        await StoredAsync(path, "old");
        _all.Origin.Answer(path, ScriptedAnswer.Of(status, ""));

        var refused = await One.WriteAsync(path);

        Assert.Equal((status, null), (refused.Status, refused.Header("X-Cache-Sequence")));
        (await One.AskAsync(path)).Is("HIT", "old");
        (await Two.AskAsync(path)).Is("HIT", "old");
    }

    [Fact]
    public async Task WriteWhoseAnswerIsLost_RetiresAllTheSame()
    {
        await StoredAsync("/lost", "old");
        _all.Origin.Handle("/lost", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.Equal(502, (await One.WriteAsync("/lost")).Status);

        _all.Origin.Answer("/lost", "new");
        (await Two.AskAsync("/lost")).Is("MISS", "new");
    }

    [Fact]
    public async Task WriteDuringAFillOfTheOther_TheNextGetsTheNew()
    {
        var gate = new Gate();
        _all.Origin.Answer("/during", ScriptedAnswer.Ok("old") with { Before = gate });
        var before = Two.AskAsync("/during");
        await _all.Origin.WhenCalled("/during");
        _all.Origin.Answer("/during", "new");

        Assert.Equal(200, (await One.WriteAsync("/during")).Status);

        (await Two.AskAsync("/during").Within()).Is("MISS", "new");
        gate.Open();
        Assert.Equal("old", (await before.Within()).Text);
        (await One.AskAsync("/during")).Is("HIT", "new");
        (await Two.AskAsync("/during")).Is("HIT", "new");
    }

    [Fact]
    public async Task WriterWhoLeaves_RetiresAllTheSame()
    {
        await StoredAsync("/left", "old");
        var gate = new Gate();
        _all.Origin.Answer("/left", ScriptedAnswer.Ok("written") with { Before = gate });
        using (var client = await RawClient.ConnectAsync(One.DataAddress))
        {
            await client.SendAsync(One.RequestText("PUT", "/left", $"Host: {GatewayReplicas.Host}", "Content-Length: 0"));
            await _all.Origin.WhenCalled("/left", 2);
            client.Reset();
        }

        _all.Origin.Answer("/left", "new");
        foreach (var gateway in _all.Gateways)
            await Deadline.Eventually(() => gateway.AskAsync("/left"), answer => answer.Text == "new");
    }

    [Fact]
    public async Task ShorterTtlOfANewPolicy_CountsForWhatIsInRedisToo()
    {
        await using var all = await GatewayReplicas.StartAsync(2);
        var (one, two) = (all.Gateways[0], all.Gateways[1]);
        all.Origin.Answer("/short", "old");
        (await one.AskAsync("/short")).Is("MISS", "old");
        await Deadline.Eventually(() => one.AskAsync("/short"), answer => int.Parse(answer.Header("X-Cache-Age")!) >= 2);
        all.Origin.Answer("/short", "new");

        foreach (var gateway in all.Gateways)
            await gateway.ReplacePolicyAsync(GatewayReplicas.Policy(""" "ttl": "1s" """).Replace(""" "ttl": "1h",""", "", StringComparison.Ordinal));
        await Deadline.Eventually(() => one.AskAsync("/short").Within(), answer => answer.Text == "new");

        Assert.Equal("new", (await Deadline.Eventually(() => two.AskAsync("/short").Within(), answer => answer.Text == "new")).Text);
    }

    private async Task StoredAsync(string path, string body)
    {
        _all.Origin.Answer(path, body);
        (await One.AskAsync(path)).Is("MISS", body);
        (await Two.AskAsync(path)).Is("HIT", body);
    }
}
