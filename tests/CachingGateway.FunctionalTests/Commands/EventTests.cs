using System.Text.Json;
using CachingGateway.FunctionalTests.Events;
using Xunit;

namespace CachingGateway.FunctionalTests.Commands;

public sealed class EventTests
{
    private const string Rule = """{ "on": "log.*", "tags": ["trig:{data.trig_id}"] }""";

    private const string Sources = """
        , "hub": { "scheme": "hub-sha256", "secrets": ["hub-secret"] }, "db": { "scheme": "bearer", "secrets": ["db-token"] }
        """;

    [Theory]
    [InlineData("origin", "origin/evt-1")]
    [InlineData("hub", "hub/evt-1")]
    [InlineData("db", null)]
    public async Task Event_IsSignedAsThePolicySays(string source, string? delivery)
    {
        await using var host = await EventsHost.StartAsync(Rule, Sources);

        var run = await CommandRun.OfAsync(
            "event", source, "--type", "log.created", "--data", """{ "trig_id": 5 }""", "--id", "evt-1",
            "--policy", host.PolicyFile, "--management", host.Address.ToString());

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Collection(
            run.Lines,
            line => Assert.Equal("sequence    7.41", line),
            line => Assert.Equal("retired     1 targets of 1 rules", line),
            line => Assert.Equal("replicas    2 of 3 confirmed", line),
            line => Assert.EndsWith(" ms", line, StringComparison.Ordinal),
            line => Assert.Equal("id          evt-1", line));
        Assert.Equal(["Tag trig:5"], host.Invalidator.Targets);
        Assert.Equal(delivery, host.Invalidator.Requests[0].Delivery);
    }

    [Fact]
    public async Task SecretOfItsOwn_NeedsNoPolicy()
    {
        await using var host = await EventsHost.StartAsync(Rule, Sources);
        using var files = new TestFiles();
        var payload = files.Add("event.json", """{ "type": "log.created", "data": { "trig_id": 1.0 } }""");

        var standard = await CommandRun.OfAsync(
            "event", "origin", "--data", $"@{payload}", "--secret", EventsHost.Secret, "--management", host.Address.ToString());
        var bearer = await CommandRun.OfAsync(
            "event", "db", "--data", $"@{payload}", "--secret", "db-token", "--scheme", "bearer", "--management", host.Address.ToString());

        Assert.Equal((0, 0), (standard.Code, bearer.Code));
        Assert.Equal(["Tag trig:1.0", "Tag trig:1.0"], host.Invalidator.Targets);
    }

    [Fact]
    public async Task RefusedEvent_IsOneAndSaysWhy()
    {
        await using var host = await EventsHost.StartAsync(Rule);
        var address = host.Address.ToString();

        var signature = await CommandRun.OfAsync(
            "event", "origin", "--type", "log.x", "--secret", "whsec_YW5vdGhlci1zZWNyZXQtb2YtMjQtYnkh", "--management", address);
        var missing = await CommandRun.OfAsync("event", "origin", "--type", "log.x", "--policy", host.PolicyFile, "--management", address);

        Assert.Equal((1, 1), (signature.Code, missing.Code));
        Assert.StartsWith("refused: 401 (bad-signature) ", signature.Error, StringComparison.Ordinal);
        Assert.StartsWith("refused: 422 (value-missing) The payload lacks data.trig_id", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownEvent_IsFineAndSaysThatNothingWasRetired()
    {
        await using var host = await EventsHost.StartAsync(Rule);

        var run = await CommandRun.OfAsync(
            "event", "origin", "--type", "user.x", "--policy", host.PolicyFile, "--management", host.Address.ToString());

        Assert.Equal((0, "nothing to retire: unknown-event"), (run.Code, run.Output.Trim()));
    }

    [Fact]
    public async Task AnswerAsJson_IsWhole()
    {
        await using var host = await EventsHost.StartAsync(Rule);

        var run = await CommandRun.OfAsync(
            "event", "origin", "--type", "log.x", "--data", """{"trig_id":1}""", "--json",
            "--policy", host.PolicyFile, "--management", host.Address.ToString());

        var answer = JsonElement.Parse(run.Output);
        Assert.Equal((200, "7.41"), (answer.GetProperty("status").GetInt32(), answer.GetProperty("cacheSequence").GetString()));
        Assert.Equal(3, answer.GetProperty("answer").GetProperty("replicas").GetProperty("live").GetInt32());
    }

    [Fact]
    public async Task SourceThatThePolicyLacks_IsOneAndNamesThoseThatAreThere()
    {
        await using var host = await EventsHost.StartAsync(Rule, Sources);

        var run = await CommandRun.OfAsync("event", "orgin", "--type", "log.x", "--policy", host.PolicyFile);

        Assert.Equal(1, run.Code);
        Assert.Contains("origin, hub, db", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GatewayThatIsNotThere_IsOne()
    {
        var run = await CommandRun.OfAsync(
            "event", "origin", "--type", "log.x", "--secret", EventsHost.Secret, "--management", "http://127.0.0.1:1");

        Assert.Equal(1, run.Code);
        Assert.StartsWith("http://127.0.0.1:1/: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_NamesTheRulesThatWouldRetireTheEntry()
    {
        using var files = new TestFiles();
        var policy = files.Add("policy.json", $$"""
            { "routes": [{ "name": "trig", "match": { "path": "/v1/trigs/{id}" }, "key": { "template": "trig:{id}:v1" }, "tags": ["trig:{id}"] }],
              "events": {
                "sources": { "o": { "scheme": "standard-webhooks", "secrets": ["{{EventsHost.Secret}}"] } },
                "rules": [
                  { "on": "a", "tags": ["trig:{data.id}", "trigs"], "patterns": ["trig:{data.id}:*", "trig:9:*"], "mode": "soft" },
                  { "on": "b", "tags": ["user:{data.id}"] },
                  { "on": { "path": "/v1/trigs/{id}" }, "urls": ["/v1/trigs/{id}", "/v1/{id}"], "keys": ["trig:{id}:v1"] },
                  { "on": { "cron": "0 3 * * *" }, "routes": ["trig"] },
                  { "on": "c", "hosts": ["h"] }, { "on": "d", "all": true } ] } }
            """);

        var run = await CommandRun.OfAsync("explain", "GET", "http://h/v1/trigs/5", "--policy", policy, "--json");

        Assert.Equal(
            [
                "event a: tag trig:{data.id} (soft)", "event a: pattern trig:{data.id}:* (soft)",
                "POST|PUT|PATCH|DELETE /v1/trigs/{id}: key trig:{id}:v1", "POST|PUT|PATCH|DELETE /v1/trigs/{id}: url /v1/trigs/{id}",
                "cron 0 3 * * *: route trig", "event c: host h", "event d: all",
            ],
            JsonElement.Parse(run.Output).GetProperty("retiredBy").EnumerateArray().Select(line => line.GetString()));
    }
}
