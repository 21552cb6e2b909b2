using System.Text;
using CachingGateway.Invalidation;
using CachingGateway.TestKit;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CachingGateway.FunctionalTests.Events;

public sealed class WebhookTests
{
    private const string Rule = """{ "on": "log.*", "tags": ["trig:{data.trig_id}"], "patterns": ["stats:*"] }""";
    private const string Created = """{"type":"log.created","data":{"trig_id":123}}""";

    [Fact]
    public async Task SignedWebhook_RetiresAndIsAcknowledged()
    {
        await using var host = await EventsHost.StartAsync(Rule);

        var answer = await host.PostAsync(Created, id: "msg_5");

        Assert.Equal((200, "application/json", "7.41"), (answer.Status, answer.ContentType, answer.Header("X-Cache-Sequence")));
        Assert.Equal(
            """{"sequence":41,"rules":1,"targets":2,"replicas":{"live":3,"confirmed":2},"elapsedMs":""",
            answer.Json.ToString()[..answer.Json.ToString().IndexOf("0.", StringComparison.Ordinal)]);
        var request = Assert.Single(host.Invalidator.Requests);
        Assert.Equal(
            ("origin/msg_5", "webhook:origin", "log.created", InvalidationMode.Purge), (request.Delivery, request.Source, request.Cause, request.Mode));
        Assert.Equal(["Tag trig:123", "Pattern stats:*"], host.Invalidator.Targets);
        Assert.Equal(["origin taken"], host.Counted);
    }

    [Fact]
    public async Task SameDeliveryAgain_IsAskedForUnderTheSameName()
    {
        await using var host = await EventsHost.StartAsync(Rule);

        await host.PostAsync(Created, id: "msg_5");
        await host.PostAsync(Created, id: "msg_5");
        await host.PostAsync(Created, id: "msg_6");

        Assert.Equal(["origin/msg_5", "origin/msg_5", "origin/msg_6"], host.Invalidator.Requests.Select(each => each.Delivery));
    }

    [Fact]
    public async Task WrongMissingOrForeignSignature_RetiresNothing()
    {
        await using var host = await EventsHost.StartAsync(Rule);

        var foreign = await host.PostAsync(Created, secret: "whsec_YW5vdGhlci1zZWNyZXQtb2YtMjQtYnkh");
        var missing = await host.SendAsync("/events/origin", Created);
        var wrong = await host.SendAsync(
            "/events/origin",
            Created,
            ("webhook-id", "a"),
            ("webhook-timestamp", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString()),
            ("webhook-signature", "v1,AAAA"));

        Assert.All([foreign, missing, wrong], answer => answer.AssertProblem(401, "bad-signature"));
        Assert.Equal("Webhook scheme=\"standard-webhooks\"", missing.Header("WWW-Authenticate"));
        Assert.Empty(host.Invalidator.Requests);
    }

    [Theory]
    [InlineData(-10)]
    [InlineData(10)]
    public async Task TimestampTenMinutesOff_RetiresNothing(int minutes)
    {
        await using var host = await EventsHost.StartAsync(Rule);

        (await host.PostAsync(Created, late: TimeSpan.FromMinutes(minutes))).AssertProblem(401, "bad-time");

        Assert.Empty(host.Invalidator.Requests);
    }

    [Fact]
    public async Task BodyThatSaysItIsTooLarge_IsRefusedUnread()
    {
        await using var host = await EventsHost.StartAsync(Rule);
        using var client = await RawClient.ConnectAsync(host.Address);

        // Not one byte of the ten megabytes is ever sent.
        await client.SendAsync(Head($"Content-Length: {10 * 1024 * 1024}"));
        var answer = await client.ReadResponseAsync("POST");

        Assert.Equal((413, "application/problem+json"), (answer.Status, answer.Header("Content-Type")));
        Assert.Equal(ConnectionEnd.Closed, await client.ReadToEndAsync());
    }

    [Fact]
    public async Task BodyThatGrowsTooLarge_IsReadNoFurtherThanTheLimit()
    {
        await using var host = await EventsHost.StartAsync(Rule);
        using var client = await RawClient.ConnectAsync(host.Address);
        var chunk = Encoding.Latin1.GetBytes("10000\r\n" + new string(' ', 0x10000) + "\r\n");

        await client.SendAsync(Head("Transfer-Encoding: chunked"));
        // One chunk above the limit, and no end: whoever reads on waits for it.
        for (var i = 0; i <= 16; i++)
            await client.SendAsync(chunk);
        var answer = await client.ReadResponseAsync("POST");

        Assert.Equal((413, "close"), (answer.Status, answer.Header("Connection")));
        await client.ReadToEndAsync();
        Assert.Empty(host.Invalidator.Requests);
    }

    [Fact]
    public async Task BodyOfExactlyTheLimit_IsTaken()
    {
        await using var host = await EventsHost.StartAsync(Rule);

        var answer = await host.PostAsync(Created + new string(' ', (1024 * 1024) - Created.Length));

        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("[1]")]
    public async Task BodyThatIsNoEvent_IsRefused(string body)
    {
        await using var host = await EventsHost.StartAsync(Rule);

        (await host.PostAsync(body)).AssertProblem(400, "bad-body");
    }

    [Fact]
    public async Task JsonNested10000Deep_IsRefused()
    {
        await using var host = await EventsHost.StartAsync(Rule);

        (await host.PostAsync(new string('[', 10_000) + new string(']', 10_000))).AssertProblem(400, "bad-body");
        Assert.Equal(200, (await host.PostAsync(Created)).Status);
    }

    [Fact]
    public async Task UnknownEvent_IsAcceptedAndCounted()
    {
        await using var host = await EventsHost.StartAsync(Rule);

        var answer = await host.PostAsync("""{"type":"user.created"}""");

        Assert.Equal((202, "unknown-event"), (answer.Status, answer.Reason));
        Assert.Equal("user.created", Assert.Single(answer.Json.GetProperty("events").EnumerateArray()).GetString());
        Assert.Null(answer.Header("X-Cache-Sequence"));
        Assert.Empty(host.Invalidator.Requests);
        Assert.Equal(["origin unknown-event"], host.Counted);
    }

    [Theory]
    [InlineData("[]", "no-events")]
    [InlineData("""{"type":"none.x"}""", "no-targets")]
    public async Task NothingToRetire_IsAccepted(string body, string reason)
    {
        await using var host = await EventsHost.StartAsync(Rule + """, { "on": "none.*", "tags": ["x:{data.x?}"] }""");

        var answer = await host.PostAsync(body);

        Assert.Equal((202, reason), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task ValueThatLacks_RefusesAllOfTheDelivery()
    {
        await using var host = await EventsHost.StartAsync(Rule);

        var answer = await host.PostAsync($$$"""[{{{Created}}}, {"type":"log.created","data":{}}]""");

        answer.AssertProblem(422, "value-missing");
        Assert.Contains("data.trig_id", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(host.Invalidator.Requests);
    }

    [Fact]
    public async Task ArrayOfEvents_IsOneInvalidation()
    {
        await using var host = await EventsHost.StartAsync(Rule);

        var answer = await host.PostAsync($$$"""[{{{Created}}}, {"type":"log.deleted","data":{"trig_id":[4, 5]}}, {"type":"other"}]""");

        Assert.Equal((200, 1, 4), (answer.Status, answer.Json.GetProperty("rules").GetInt32(), answer.Json.GetProperty("targets").GetInt32()));
        Assert.Single(host.Invalidator.Requests);
        Assert.Equal(["Tag trig:123", "Pattern stats:*", "Tag trig:4", "Tag trig:5"], host.Invalidator.Targets);
    }

    [Fact]
    public async Task RulesOfBothModes_AreTwoInvalidationsWithDeliveriesOfTheirOwn()
    {
        await using var host = await EventsHost.StartAsync(Rule + """, { "on": "log.*", "tags": ["soft"], "mode": "soft" }""");

        var answer = await host.PostAsync(Created);

        Assert.Equal((42, "7.42"), (answer.Json.GetProperty("sequence").GetInt64(), answer.Header("X-Cache-Sequence")));
        Assert.Equal(
            [("origin#soft/msg_1", InvalidationMode.Soft), ("origin#purge/msg_1", InvalidationMode.Purge)],
            host.Invalidator.Requests.Select(each => (each.Delivery!, each.Mode)));
    }

    [Fact]
    public async Task MoreThanTheLimit_AreToldToComeLater()
    {
        await using var host = await EventsHost.StartAsync(Rule, origin: """, "limit": "2/h" """);

        // What is forged uses nothing up.
        for (var i = 0; i < 5; i++)
            await host.SendAsync("/events/origin", Created, ("webhook-id", "x"));
        var (first, second, third) = (await host.PostAsync(Created), await host.PostAsync(Created), await host.PostAsync(Created));

        Assert.Equal((200, 200), (first.Status, second.Status));
        third.AssertProblem(429, "rate-limit");
        Assert.InRange(int.Parse(third.Header("Retry-After")!), 1, 3600);
        Assert.Equal(2, host.Invalidator.Requests.Count);
    }

    [Fact]
    public async Task StoreThatCannotTakeIt_IsNeverAcknowledged()
    {
        await using var host = await EventsHost.StartAsync(Rule);
        host.Invalidator.IsAvailable = false;

        var answer = await host.PostAsync(Created);

        answer.AssertProblem(503, "store-unavailable");
        Assert.Equal(("1", null), (answer.Header("Retry-After"), answer.Header("X-Cache-Sequence")));
    }

    [Fact]
    public async Task UnknownSource_IsNotFound()
    {
        await using var host = await EventsHost.StartAsync(Rule);

        (await host.SendAsync("/events/nobody", Created)).AssertProblem(404, "unknown-source");

        Assert.Equal(["unknown unknown-source"], host.Counted);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task OtherMethod_IsNotAllowed(string method)
    {
        await using var host = await EventsHost.StartAsync(Rule);

        var answer = await RawClient.ExchangeAsync(host.Address, $"{method} /events/origin HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal((405, "POST"), (answer.Status, answer.Header("Allow")));
        Assert.Contains("\"reason\":\"method-not-allowed\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewPolicy_CountsForTheNextWebhook()
    {
        await using var host = await EventsHost.StartAsync(Rule);
        var policy = await File.ReadAllTextAsync(host.PolicyFile);

        await File.WriteAllTextAsync(host.PolicyFile + ".new", policy.Replace("log.*", "tree.*", StringComparison.Ordinal));
        File.Move(host.PolicyFile + ".new", host.PolicyFile, overwrite: true);

        await Deadline.Eventually(() => host.PostAsync(Created), answer => answer.Status == 202);
    }

    private static string Head(string framing)
    {
        // Signed for some other body: that shows only once the body was read.
        var fields = new HeaderDictionary();
        EventsHost.Sign(fields, []);
        return $"POST /events/origin HTTP/1.1\r\nHost: h\r\n{framing}\r\n"
            + string.Concat(fields.Select(field => $"{field.Key}: {field.Value}\r\n")) + "\r\n";
    }
}
