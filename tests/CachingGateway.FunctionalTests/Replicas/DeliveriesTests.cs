using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Replicas;

/// <summary>Signed webhooks at real gateways: one delivery has one effect, wherever and whenever it comes again.</summary>
public sealed class DeliveriesTests(ReplicasFixture fixture) : IClassFixture<ReplicasFixture>
{
    private readonly GatewayReplicas _all = fixture.All;

    private TestGateway One => _all.Gateways[0];

    private TestGateway Two => _all.Gateways[1];

    [Fact]
    public async Task SameDeliveryAtTwoGateways_HasOneEffect()
    {
        var first = await DeliveredAndFilledAsync("/twice", "msg_twice");

        var second = await Two.TellSignedAsync("twice", "msg_twice");

        Assert.Equal((200, first.Header("X-Cache-Sequence")), (second.Status, second.Header("X-Cache-Sequence")));
        (await One.AskAsync("/twice")).Is("HIT", "new");
        (await Two.AskAsync("/twice")).Is("HIT", "new");
    }

    [Fact]
    public async Task SameDeliveryAtOnce_TakesOneNumber()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _all.Gateways[i % 2].TellSignedAsync("once", "msg_once"))).Within();

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Single(answers.Select(answer => answer.Header("X-Cache-Sequence")).Distinct());
    }

    [Fact]
    public async Task SameDeliveryAfterARestart_HasOneEffect()
    {
        await using var all = await GatewayReplicas.StartAsync(2);
        all.Origin.Answer("/kept", "new");
        var first = await all.Gateways[0].TellSignedAsync("kept", "msg_kept");
        (await all.Gateways[1].AskAsync("/kept")).Is("MISS", "new");

        await all.Gateways[0].StopAsync();
        var started = await all.AddAsync();
        var second = await Deadline.Eventually(() => started.TellSignedAsync("kept", "msg_kept"), answer => answer.Status == 200);

        Assert.Equal(first.Header("X-Cache-Sequence"), second.Header("X-Cache-Sequence"));
        (await all.Gateways[1].AskAsync("/kept")).Is("HIT", "new");
        // It may still be coming into step, and asks the origin until it is.
        (await Deadline.Eventually(() => started.AskAsync("/kept"), answer => answer.CacheStatus == "HIT")).Is("HIT", "new");
    }

    [Fact]
    public async Task WhatIsNotSignedRight_RetiresNothing()
    {
        _all.Origin.Answer("/kept", "body");
        (await One.AskAsync("/kept")).Is("MISS", "body");
        var body = """{ "type": "purge", "tag": "kept" }""";

        var wrong = await One.TellSignedAsync("kept", "msg_a", secret: "whsec_YW5vdGhlci1zZWNyZXQtb2YtMjQtYnkh");
        var early = await One.TellSignedAsync("kept", "msg_b", late: TimeSpan.FromMinutes(-10));
        var late = await Two.TellSignedAsync("kept", "msg_c", late: TimeSpan.FromMinutes(10));
        var missing = await One.PostEventAsync("origin", body);
        var bearer = await One.PostEventAsync("db", body, ("Authorization", "Bearer another-token"));
        var crossed = await One.PostEventAsync("origin", body, ("Authorization", "Bearer a-fixed-token"));

        Assert.All([wrong, early, late, missing, bearer, crossed], answer => Assert.Equal(401, answer.Status));
        (await One.AskAsync("/kept")).Is("HIT", "body");
        (await Two.AskAsync("/kept")).Is("HIT", "body");
        // Nor has any of them used up its id.
        Assert.Equal(200, (await One.TellSignedAsync("kept", "msg_a")).Status);
        (await Two.AskAsync("/kept")).Is("MISS", "body");
    }

    [Fact]
    public async Task EventOnTheDataListener_IsARequestLikeAnyOther()
    {
        _all.Origin.Answer("/data", "body");
        _all.Origin.Answer("/events/db", ScriptedAnswer.Of(404, "the origin's"));
        (await One.AskAsync("/data")).Is("MISS", "body");

        using var content = new StringContent("""{ "type": "purge", "tag": "data" }""");
        var answer = await One.SendAsync(HttpMethod.Post, "/events/db", content, ("Authorization", "Bearer a-fixed-token"));

        Assert.Equal((404, "the origin's"), (answer.Status, answer.Text));
        (await One.AskAsync("/data")).Is("HIT", "body");
    }

    private async Task<Events.Answered> DeliveredAndFilledAsync(string path, string id)
    {
        _all.Origin.Answer(path, "old");
        await One.AskAsync(path);
        var first = await One.TellSignedAsync(path[1..], id);
        Assert.Equal(200, first.Status);
        _all.Origin.Answer(path, "new");
        (await Two.AskAsync(path)).Is("MISS", "new");
        return first;
    }
}
