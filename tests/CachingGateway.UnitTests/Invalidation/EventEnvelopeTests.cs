using System.Text;
using CachingGateway.Invalidation.Events;
using CachingGateway.Policies;
using CachingGateway.Policies.Events;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CachingGateway.UnitTests.Invalidation;

public sealed class EventEnvelopeTests
{
    private const string Whole = """{"specversion":"1.0","id":"1","source":"/a","type":"t","data":{"x":5}}""";

    [Theory]
    [InlineData("""{"a":1}""", "", 1)]
    [InlineData("""[{"a":1},{"a":2}]""", "", 2)]
    [InlineData("[]", "", 0)]
    [InlineData(" {\"a\":1}\n", "application/json", 1)]
    [InlineData(Whole, "application/cloudevents+json", 1)]
    [InlineData(Whole, "Application/CloudEvents+JSON; charset=utf-8", 1)]
    [InlineData("[" + Whole + "," + Whole + "]", "application/cloudevents-batch+json", 2)]
    [InlineData("[]", "application/cloudevents-batch+json", 0)]
    public void Body_IsOneEventOrMany(string body, string type, int count) => Assert.Equal(count, Open(body, type).Events.Count);

    [Theory]
    [InlineData("", "")]
    [InlineData("5", "")]
    [InlineData("\"x\"", "")]
    [InlineData("null", "")]
    [InlineData("[1]", "")]
    [InlineData("[[{}]]", "")]
    [InlineData("{", "")]
    [InlineData("{} {}", "")]
    [InlineData("{\"a\":1,}", "")]
    [InlineData("{\"a\":1,\"a\":2}", "")]
    [InlineData("{\"a\":1,\"\\u0061\":2}", "")]
    [InlineData("{\"a\":\"\\ud800\"}", "")]
    [InlineData("{\"\\ud800\":1}", "")]
    [InlineData("a=b", "application/x-www-form-urlencoded")]
    [InlineData("""{"id":"1"}""", "application/cloudevents+json")]
    [InlineData("[" + Whole + "]", "application/cloudevents+json")]
    [InlineData(Whole, "application/cloudevents-batch+json")]
    [InlineData("""{"specversion":"1.0","id":1,"source":"/a","type":"t"}""", "application/cloudevents+json")]
    public void OtherBody_IsRefused(string body, string type) => Assert.NotEmpty(Problem(Encoding.UTF8.GetBytes(body), type));

    [Fact]
    public void BytesThatAreNoUtf8_AreRefused() => Assert.NotEmpty(Problem([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}'], ""));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(10_000, false)]
    public void Nesting_IsLimitedTo64(int depth, bool fine)
    {
        var body = string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);

        Assert.Equal(fine, EventEnvelope.TryOpen(Source(), new HeaderDictionary(), Encoding.UTF8.GetBytes(body), out _, out _));
        Assert.Equal(fine, EventEnvelope.TryOpen(Source(), Binary(), Encoding.UTF8.GetBytes(body), out _, out _));
    }

    [Fact]
    public void BinaryMode_IsWhatItWouldBeAsJson()
    {
        var fields = Binary();
        fields["Ce-Subject"] = "a%20%C3%A4";

        Assert.True(EventEnvelope.TryOpen(Source(), fields, """{"x":5}"""u8.ToArray(), out var envelope, out _));

        var payload = Assert.Single(envelope.Events);
        Assert.Equal("t", payload.GetProperty("type").GetString());
        Assert.Equal("a ä", payload.GetProperty("subject").GetString());
        Assert.Equal("5", payload.GetProperty("data").GetProperty("x").GetRawText());
    }

    [Fact]
    public void BinaryModeWithoutABody_HasNoData()
    {
        Assert.True(EventEnvelope.TryOpen(Source(), Binary(), [], out var envelope, out _));
        Assert.False(envelope.Events[0].TryGetProperty("data", out _));
    }

    [Fact]
    public void BinaryModeWithoutAnId_IsRefused()
    {
        var fields = Binary();
        fields.Remove("ce-id");

        Assert.False(EventEnvelope.TryOpen(Source(), fields, "{}"u8.ToArray(), out _, out _));
    }

    [Fact]
    public void Delivery_IsTheSignedIdFirst()
    {
        var fields = Binary();
        fields["webhook-id"] = "msg_1";
        fields["X-GitHub-Delivery"] = "g-1";

        Assert.Equal("origin/msg_1", Delivery(WebhookScheme.StandardWebhooks, fields));
        Assert.Equal("origin/%2Fa/1", Delivery(WebhookScheme.HubSha256, fields));
        fields.Remove("ce-specversion");
        Assert.Equal("origin/g-1", Delivery(WebhookScheme.HubSha256, fields));
        Assert.Null(Delivery(WebhookScheme.Bearer, fields));
    }

    [Fact]
    public void DeliveriesThatDifferInAnyPart_AreNamedDifferently()
    {
        string[] ids =
        [
            DeliveryId.Of("o", "a/b", "c"), DeliveryId.Of("o", "a", "b/c"), DeliveryId.Of("o", "a", "b", "c"), DeliveryId.Of("o", "a%2Fb", "c"),
            DeliveryId.Of("o", new string('x', 400)), DeliveryId.Of("o", new string('x', 401)), DeliveryId.Part("o/a", "soft"), DeliveryId.Of("o", "#soft/a"),
        ];

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.InRange(id.Length, 1, 320));
    }

    private static string? Delivery(WebhookScheme scheme, HeaderDictionary fields)
    {
        Assert.True(EventEnvelope.TryOpen(Source(scheme), fields, "{}"u8.ToArray(), out var envelope, out _));
        return envelope.Delivery;
    }

    private static EventEnvelope Open(string body, string type)
    {
        Assert.True(
            EventEnvelope.TryOpen(Source(), new HeaderDictionary { ["Content-Type"] = type }, Encoding.UTF8.GetBytes(body), out var envelope, out var problem),
            problem);
        return envelope;
    }

    private static string Problem(byte[] body, string type)
    {
        Assert.False(EventEnvelope.TryOpen(Source(), new HeaderDictionary { ["Content-Type"] = type }, body, out _, out var problem));
        return problem;
    }

    private static HeaderDictionary Binary() => new()
    {
        ["Content-Type"] = "application/json",
        ["ce-specversion"] = "1.0",
        ["ce-id"] = "1",
        ["ce-source"] = "/a",
        ["ce-type"] = "t",
    };

    private static EventSource Source(WebhookScheme scheme = WebhookScheme.Bearer) =>
        new("origin", scheme, [[1]], EventTemplate.Plain("x"), new RateLimit(1000, TimeSpan.FromSeconds(1)));
}
