using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace CachingGateway.FunctionalTests.Events;

public sealed class WebhookFormsTests
{
    private const string Rules = """{ "on": "*", "tags": ["x:{data.x}"] }""";

    private const string Sources = """
        , "hub": { "scheme": "hub-sha256", "secrets": ["hub-secret"], "name": "{action}" }
        , "db": { "scheme": "bearer", "secrets": ["old-token", "db-token"], "name": "{table}.{type}" }
        """;

    [Fact]
    public async Task HubSignature_IsOverTheBody()
    {
        await using var host = await EventsHost.StartAsync(Rules, Sources);
        const string Body = """{"action":"opened","data":{"x":1}}""";
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData("hub-secret"u8, Encoding.UTF8.GetBytes(Body)));

        var good = await host.SendAsync("/events/hub", Body, ("X-Hub-Signature-256", $"sha256={signature}"), ("X-GitHub-Delivery", "g-1"));
        var changed = await host.SendAsync("/events/hub", Body + " ", ("X-Hub-Signature-256", $"sha256={signature}"));

        Assert.Equal(200, good.Status);
        changed.AssertProblem(401, "bad-signature");
        Assert.Equal("hub/g-1", Assert.Single(host.Invalidator.Requests).Delivery);
    }

    [Fact]
    public async Task Bearer_IsAFixedToken()
    {
        await using var host = await EventsHost.StartAsync(Rules, Sources);
        const string Body = """{"type":"UPDATE","table":"logs","data":{"x":1}}""";

        var good = await host.SendAsync("/events/db", Body, ("Authorization", "Bearer db-token"));
        var bad = await host.SendAsync("/events/db", Body, ("Authorization", "Bearer db-tokem"));
        var other = await host.SendAsync("/events/hub", Body, ("Authorization", "Bearer db-token"));

        Assert.Equal(200, good.Status);
        bad.AssertProblem(401, "bad-signature");
        Assert.Equal("Bearer", bad.Header("WWW-Authenticate"));
        other.AssertProblem(401, "bad-signature");
        var request = Assert.Single(host.Invalidator.Requests);
        Assert.Equal((null, "logs.UPDATE"), (request.Delivery, request.Cause));
    }

    [Theory]
    [InlineData("application/cloudevents+json", """{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"x":1}}""", "db/%2Fs/1")]
    [InlineData("application/cloudevents-batch+json", """[{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"x":1}}]""", "db/%2Fs/1")]
    public async Task CloudEventAsJson_IsTakenUnderItsOwnId(string type, string body, string delivery)
    {
        await using var host = await EventsHost.StartAsync(Rules, Sources.Replace("{table}.{type}", "{type}", StringComparison.Ordinal));

        var answer = await host.SendAsync("/events/db", body, ("Authorization", "Bearer db-token"), ("Content-Type", type));

        Assert.Equal(200, answer.Status);
        var request = Assert.Single(host.Invalidator.Requests);
        Assert.Equal((delivery, "t"), (request.Delivery, request.Cause));
        Assert.Equal(["Tag x:1"], host.Invalidator.Targets);
    }

    [Fact]
    public async Task CloudEventInBinaryMode_HasItsBodyAsData()
    {
        await using var host = await EventsHost.StartAsync(Rules, Sources.Replace("{table}.{type}", "{source}.{type}", StringComparison.Ordinal));

        var answer = await host.SendAsync(
            "/events/db",
            """{"x":[1,2]}""",
            ("Authorization", "Bearer db-token"),
            ("Content-Type", "application/json"),
            ("ce-specversion", "1.0"),
            ("ce-id", "9"),
            ("ce-source", "shop"),
            ("ce-type", "t"));

        Assert.Equal(200, answer.Status);
        Assert.Equal(("db/shop/9", "shop.t"), (host.Invalidator.Requests[0].Delivery, host.Invalidator.Requests[0].Cause));
        Assert.Equal(["Tag x:1", "Tag x:2"], host.Invalidator.Targets);
    }

    [Fact]
    public async Task CloudEventWithoutAnId_IsRefused()
    {
        await using var host = await EventsHost.StartAsync(Rules, Sources);

        (await host.SendAsync(
            "/events/db",
            """{"specversion":"1.0","source":"/s","type":"t"}""",
            ("Authorization", "Bearer db-token"),
            ("Content-Type", "application/cloudevents+json"))).AssertProblem(400, "bad-body");
    }
}
