using System.Text;
using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Events;

/// <summary>Webhooks that no origin sends: each is answered by a reason of its own, and never by an error of the gateway's.</summary>
public sealed class OddWebhooksTests
{
    private const string Rules = """
        { "on": "*", "tags": ["x:{data.x}"], "patterns": ["x:{data.x}:*"], "keys": ["x:{data.x}"], "urls": ["/x/{data.x}?q={data.x}"] }
        """;

    private const string Sources = """
        , "db": { "scheme": "bearer", "secrets": ["db-token"] }
        , "hub": { "scheme": "hub-sha256", "secrets": ["hub-secret"] }
        """;

    [Theory]
    [InlineData("\uFEFF{\"type\":\"t\",\"data\":{\"x\":1}}", 400)]
    [InlineData("{\"type\":\"t\",\"data\":{\"x\":1}} trailing", 400)]
    [InlineData("{\"type\":\"t\",\"type\":\"u\",\"data\":{\"x\":1}}", 400)]
    [InlineData("{\"type\":\"\\ud800\",\"data\":{\"x\":1}}", 400)]
    [InlineData("{\"type\":\"t\",\"data\":{\"x\":\"\\udc00\"}}", 400)]
    [InlineData("{\"type\":\"t\",\"data\":{\"x\":NaN}}", 400)]
    [InlineData("{\"type\":null,\"data\":{\"x\":1}}", 422)]
    [InlineData("{\"type\":[\"t\",\"u\"],\"data\":{\"x\":1}}", 422)]
    [InlineData("{\"type\":{},\"data\":{\"x\":1}}", 422)]
    [InlineData("{\"type\":\"t\",\"data\":null}", 422)]
    [InlineData("{\"type\":\"t\",\"data\":[{\"x\":1}]}", 422)]
    [InlineData("{\"type\":\"t\",\"data\":{\"x\":\"\"}}", 200)]
    [InlineData("{\"type\":\"t\",\"data\":{\"x\":[1,{}]}}", 422)]
    [InlineData("{\"type\":\"t\",\"data\":{\"x\":[[1]]}}", 422)]
    [InlineData("{\"type\":\"t\",\"data\":{\"x\":[]}}", 202)]
    [InlineData("{\"type\":\"t\",\"data\":{\"x\":1e999999}}", 200)]
    [InlineData("{\"type\":\"t\",\"data\":{\"x\":123456789012345678901234567890}}", 200)]
    [InlineData("{\"type\":\"\\u0000\\n\",\"data\":{\"x\":\"\\u0000\\r\\n/../#?&%\"}}", 200)]
    [InlineData("{\"type\":\"t\",\"data\":{\"x\":\"*?[]{}()|^$\\\\ \"}}", 200)]
    [InlineData("{\"type\":\"t\",\"data\":{\"x\":\"\\ud83d\\ude00 \\u202e\"}}", 200)]
    public async Task Body_IsAnsweredByWhatIsWrongWithIt(string body, int status)
    {
        await using var host = await EventsHost.StartAsync(Rules, Sources);

        var answer = await host.SendAsync("/events/db", body, ("Authorization", "Bearer db-token"));

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200 ? 1 : 0, host.Invalidator.Requests.Count);
    }

    [Theory]
    [InlineData("type", 9_000)]
    [InlineData("x", 9_000)]
    [InlineData("x", 900_000)]
    public async Task ValueThatIsHuge_IsRefusedByName(string member, int length)
    {
        await using var host = await EventsHost.StartAsync(Rules, Sources);
        var value = new string('v', length);
        var body = member == "type" ? $$$"""{"type":"{{{value}}}","data":{"x":1}}""" : $$$"""{"type":"t","data":{"x":"{{{value}}}"}}""";

        (await host.SendAsync("/events/db", body, ("Authorization", "Bearer db-token"))).AssertProblem(422, "value-too-long");
    }

    [Theory]
    [InlineData(1001, 1)]
    [InlineData(1, 10_001)]
    [InlineData(1000, 1000)]
    public async Task MoreEventsOrValuesThanOneWebhookMayBring_AreRefused(int events, int values)
    {
        await using var host = await EventsHost.StartAsync(Rules, Sources);
        var size = events == 1000 ? 100 : values;
        var body = new StringBuilder("[");
        for (var i = 0; i < events; i++)
            body.Append(i == 0 ? "" : ",").Append("{\"type\":\"t\",\"data\":{\"x\":[").AppendJoin(',', Enumerable.Range(i * size, size)).Append("]}}");

        var answer = await host.SendAsync("/events/db", body.Append(']').ToString(), ("Authorization", "Bearer db-token"));

        answer.AssertProblem(422, "too-many");
        Assert.Empty(host.Invalidator.Requests);
    }

    [Fact]
    public async Task FewValuesThatMakeMuchText_AreRefused()
    {
        await using var host = await EventsHost.StartAsync("""{ "on": "*", "tags": ["{data.text}:{data.x}"] }""", Sources);
        var body = $$$"""{"type":"t","data":{"text":"{{{new string('t', 8000)}}}","x":[{{{string.Join(',', Enumerable.Range(0, 1000))}}}]}}""";

        (await host.SendAsync("/events/db", body, ("Authorization", "Bearer db-token"))).AssertProblem(422, "too-many");
    }

    [Theory]
    [InlineData("webhook-timestamp", "99999999999999999999999")]
    [InlineData("webhook-timestamp", "9223372036854775807")]
    [InlineData("webhook-timestamp", "-1")]
    [InlineData("webhook-timestamp", "+5")]
    [InlineData("webhook-timestamp", "1e9")]
    [InlineData("webhook-timestamp", "")]
    [InlineData("webhook-timestamp", "0")]
    [InlineData("webhook-id", "")]
    [InlineData("webhook-id", "a, b")]
    [InlineData("webhook-signature", "")]
    [InlineData("webhook-signature", "v1")]
    [InlineData("webhook-signature", "v1,")]
    [InlineData("webhook-signature", "v1,====")]
    [InlineData("webhook-signature", "v1a,AAAA v2,AAAA ,,, v1,%%%")]
    public async Task FieldOfASignature_ThatIsNone_IsRefused(string name, string value)
    {
        await using var host = await EventsHost.StartAsync(Rules, Sources);
        var fields = new Dictionary<string, string>
        {
            ["webhook-id"] = "a",
            ["webhook-timestamp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(),
            ["webhook-signature"] = "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
            [name] = value,
        };
        var head = string.Concat(fields.Select(field => $"{field.Key}: {field.Value}\r\n"));

        var answer = await RawClient.ExchangeAsync(host.Address, $"POST /events/origin HTTP/1.1\r\nHost: h\r\n{head}Content-Length: 2\r\n\r\n{{}}");

        Assert.Equal(401, answer.Status);
        Assert.Empty(host.Invalidator.Requests);
    }

    [Theory]
    [InlineData("X-Hub-Signature-256", "sha256=")]
    [InlineData("X-Hub-Signature-256", "sha256=zz")]
    [InlineData("X-Hub-Signature-256", "sha1=0000000000000000000000000000000000000000")]
    [InlineData("X-Hub-Signature-256", "sha256=00000000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("Authorization", "Bearer db-token")]
    public async Task HubSignature_ThatIsNone_IsRefused(string name, string value)
    {
        await using var host = await EventsHost.StartAsync(Rules, Sources);

        (await host.SendAsync("/events/hub", "{}", (name, value))).AssertProblem(401, "bad-signature");
    }

    [Theory]
    [InlineData("a%zzb%20c", "a%yyb%20c")]
    [InlineData("\u0141%20c", "A%20c")]
    [InlineData("%", "%25%25")]
    [InlineData("%ff", "%fe")]
    [InlineData("%ED%A0%80", "%ED%A0%81")]
    [InlineData("a/b", "a%252Fb")]
    [InlineData("%00", "%01")]
    public async Task CloudEventsWhoseIdsDiffer_AreTwoDeliveries(string one, string another)
    {
        await using var host = await EventsHost.StartAsync(Rules, Sources);

        foreach (var id in new[] { one, another })
        {
            var head = $"Authorization: Bearer db-token\r\nce-specversion: 1.0\r\nce-id: {id}\r\nce-source: s\r\nce-type: t\r\nce-: x\r\n";
            using var client = await RawClient.ConnectAsync(host.Address);
            await client.SendAsync(Encoding.UTF8.GetBytes($"POST /events/db HTTP/1.1\r\nHost: h\r\n{head}Content-Length: 7\r\n\r\n{{\"x\":1}}"));
            Assert.Equal(200, (await client.ReadResponseAsync("POST")).Status);
        }

        Assert.Distinct(host.Invalidator.Requests.Select(request => request.Delivery));
    }

    [Fact]
    public async Task DeliveriesWithHugeIds_AreToldApart()
    {
        await using var host = await EventsHost.StartAsync(Rules, Sources);
        var start = new string('i', 20_000);

        foreach (var id in new[] { start + "1", start + "2" })
        {
            var body = $$$"""{"specversion":"1.0","id":"{{{id}}}","source":"/s","type":"t","data":{"x":1}}""";
            Assert.Equal(200, (await host.SendAsync(
                "/events/db", body, ("Authorization", "Bearer db-token"), ("Content-Type", "application/cloudevents+json"))).Status);
        }

        Assert.Distinct(host.Invalidator.Requests.Select(request => request.Delivery));
        Assert.All(host.Invalidator.Requests, request => Assert.InRange(request.Delivery!.Length, 10, 400));
    }

    [Fact]
    public async Task ManySignatures_AreLookedAt_AndTheRightOneIsFound()
    {
        await using var host = await EventsHost.StartAsync(Rules, Sources);
        var fields = new Microsoft.AspNetCore.Http.HeaderDictionary();
        const string body = """{"type":"t","data":{"x":1}}""";
        EventsHost.Sign(fields, Encoding.UTF8.GetBytes(body));
        var many = string.Concat(Enumerable.Repeat("v1,AAAA ", 1000)) + fields["webhook-signature"];

        var answer = await host.SendAsync(
            "/events/origin", body, [.. fields.Select(field => (field.Key, field.Key == "webhook-signature" ? many : field.Value.ToString()))]);

        Assert.Equal(200, answer.Status);
    }
}
