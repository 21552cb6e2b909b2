using CachingGateway.Policies.Events;
using Xunit;

namespace CachingGateway.UnitTests.Policies;

public sealed class EventsPolicyTests
{
    [Fact]
    public void WholeExample_IsRead()
    {
        var events = EventsKit.Rules(
            """
            { "on": "log.*", "tags": ["trig:{data.trig_id}"], "patterns": ["stats:site:*"], "mode": "soft", "settle": "5s" },
            { "on": { "methods": ["PUT", "DELETE"], "path": "/v1/logs/{log_id}" }, "tags": ["log:{log_id}", "trig:{response.trig_id?}"] },
            { "on": { "cron": "0 3 * * *" }, "patterns": ["recommendations:*"] },
            { "on": "everything", "all": true, "routes": ["one"], "keys": ["a:v1"], "urls": ["/v1/x?y={z}"], "hosts": ["API.example.org"] }
            """);

        var source = events.Sources["origin"];
        Assert.Equal((WebhookScheme.StandardWebhooks, "{type}", 1000), (source.Scheme, source.EventName.Text, source.Limit.Count));
        Assert.Equal("0123456789abcdef01234567"u8.ToArray(), Assert.Single(source.Secrets));
        Assert.Equal((RuleMode.Soft, TimeSpan.FromSeconds(5)), (events.All[0].Mode, events.All[0].Settle));
        Assert.Equal((RuleMode.Purge, TimeSpan.Zero), (events.All[1].Mode, events.All[1].Settle));
        Assert.Equal("PUT|DELETE /v1/logs/{log_id}", events.All[1].On);
        Assert.Equal("cron 0 3 * * *", Assert.Single(events.Schedules).On);
        Assert.Equal(
            ["Key a:v1", "Url /v1/x?y={z}", "Route one", "Host api.example.org", "All "],
            events.All[3].Targets.Select(target => $"{target.Kind} {target.Text.Text}"));
    }

    [Theory]
    [InlineData("""{ "tags": ["a"] }""", "rules[0]", "without \"on\"")]
    [InlineData("""{ "on": "a" }""", "rules[0]", "without anything to retire")]
    [InlineData("""{ "on": "a", "tags": [], "all": false }""", "rules[0]", "without anything to retire")]
    [InlineData("""{ "on": "a", "tags": ["x"], "mode": "refresh" }""", "rules[0].mode", "which is not one of the words known here")]
    [InlineData("""{ "on": "a", "tags": ["x"], "settle": "2h" }""", "rules[0].settle", "which is longer than 1h")]
    [InlineData("""{ "on": "a", "tags": ["x:{data.y"] }""", "rules[0].tags[0]", "which has a brace that is not closed")]
    [InlineData("""{ "on": "a", "tags": ["ok", "x:{}"] }""", "rules[0].tags[1]", "which is no placeholder")]
    [InlineData("""{ "on": "a", "tags": ["x:{a..b}"] }""", "rules[0].tags[0]", "which is no placeholder")]
    [InlineData("""{ "on": "a", "tags": ["x:{a[x]}"] }""", "rules[0].tags[0]", "which is no placeholder")]
    [InlineData("""{ "on": "a", "tags": ["x:{a[*}"] }""", "rules[0].tags[0]", "which is no placeholder")]
    [InlineData("""{ "on": "a", "tags": ["x:{[0].a}"] }""", "rules[0].tags[0]", "which is no placeholder")]
    [InlineData("""{ "on": "a", "patterns": ["a b*"] }""", "rules[0].patterns[0]", "which holds a character that no entry's name has")]
    [InlineData("""{ "on": "a", "patterns": ["ä*"] }""", "rules[0].patterns[0]", "which holds a character that no entry's name has")]
    [InlineData("""{ "on": "a", "patterns": ["a[bc]"] }""", "rules[0].patterns[0]", "which holds a character that no entry's name has")]
    [InlineData("""{ "on": "a", "keys": ["a:*"] }""", "rules[0].keys[0]", "which holds a glob character")]
    [InlineData("""{ "on": "a", "urls": ["v1/x"] }""", "rules[0].urls[0]", "which begins with neither a slash")]
    [InlineData("""{ "on": "a", "urls": ["/v1/../x"] }""", "rules[0].urls[0]", "which is one that no request has")]
    [InlineData("""{ "on": "a", "urls": ["{data.url}"] }""", "rules[0].urls[0]", "which begins with neither a slash")]
    [InlineData("""{ "on": "a", "routes": ["oen"] }""", "rules[0].routes[0]", "which names no route (did you mean \"one\"?)")]
    [InlineData("""{ "on": "a", "hosts": ["a b"] }""", "rules[0].hosts[0]", "which is no host")]
    [InlineData("""{ "on": { "cron": "often" }, "tags": ["x"] }""", "rules[0].on.cron", "which is no cron expression")]
    [InlineData("""{ "on": { "cron": "0 3 * *" }, "tags": ["x"] }""", "rules[0].on.cron", "which is no cron expression")]
    [InlineData("""{ "on": { "cron": "0 0 30 2 *" }, "tags": ["x"] }""", "rules[0].on.cron", "which never comes")]
    [InlineData("""{ "on": { "cron": "0 3 * * *" }, "tags": ["x:{type}"] }""", "rules[0].tags[0]", "which has no value at a time")]
    [InlineData("""{ "on": { "cron": "0 3 * * *", "path": "/a" }, "tags": ["x"] }""", "rules[0].on.path", "which is no member of a time")]
    [InlineData("""{ "on": { "methods": ["PUT"] }, "tags": ["x"] }""", "rules[0].on", "without \"path\"")]
    [InlineData("""{ "on": { "path": "/a/{b" }, "tags": ["x"] }""", "rules[0].on.path", "which is no path template")]
    [InlineData("""{ "on": { "methods": ["PUT", "GET"], "path": "/a" }, "tags": ["x"] }""", "rules[0].on.methods[1]", "which writes nothing")]
    [InlineData("""{ "on": { "path": "/a/{id}" }, "tags": ["x:{data.id}"] }""", "rules[0].tags[0]", "which is no placeholder")]
    [InlineData("""{ "on": { "path": ["/a/{id}", "/b/{x}"] }, "tags": ["x:{id}"] }""", "rules[0].tags[0]", "which is no placeholder")]
    [InlineData("""{ "on": { "path": "/a/{request}" }, "tags": ["x"] }""", "rules[0].on.path", "in which \"request\" is a word of its own")]
    [InlineData("""{ "on": ["a"], "tags": ["x"] }""", "rules[0].on", "which says no cause")]
    public void BadRule_IsRefusedWhereItStands(string rule, string path, string problem)
    {
        var fault = EventsKit.Fault(rule);

        Assert.Equal($"$.events.{path}", fault.Place.Path);
        Assert.StartsWith(problem, fault.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""", "name": "{data.x?}" """, "name", "which gives no single value")]
    [InlineData(""", "name": "{data[*]}" """, "name", "which gives no single value")]
    [InlineData(""", "name": "{" """, "name", "which has a brace that is not closed")]
    [InlineData(""", "limit": "many" """, "limit", "which is no rate")]
    [InlineData(""", "secret": "x" """, "secret", "which is no member of a source (did you mean \"secrets\"?)")]
    public void BadSource_IsRefusedWhereItStands(string member, string path, string problem)
    {
        var fault = EventsKit.Fault("""{ "on": "a", "tags": ["x"] }""", member);

        Assert.Equal($"$.events.sources.origin.{path}", fault.Place.Path);
        Assert.StartsWith(problem, fault.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whsec_c2hvcnQ=", "which is too short: 5 bytes")]
    [InlineData("whsec_no base64!", "which is no base64")]
    public void BadSecret_IsRefusedWithoutBeingShown(string secret, string problem)
    {
        string policy = $$"""{ "routes": [], "events": { "sources": { "o": { "scheme": "standard-webhooks", "secrets": ["env:S"] } } } }""";

        var fault = Assert.Single(PolicyKit.Load(policy, ("S", secret)).Faults);
        var written = Assert.Single(PolicyKit.Load(policy.Replace("env:S", secret, StringComparison.Ordinal)).Faults);

        Assert.Equal((problem, "$.events.sources.o.secrets[0]"), (fault.Problem, fault.Place.Path));
        Assert.DoesNotContain(secret, fault.ToString() + written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "scheme": "bearer", "secrets": [] }""", "where nothing could ever match")]
    [InlineData("""{ "scheme": "bearer" }""", "without \"secrets\"")]
    [InlineData("""{ "secrets": ["x"] }""", "without \"scheme\"")]
    [InlineData("""{ "scheme": "hmac", "secrets": ["x"] }""", "which is not one of the words known here")]
    [InlineData("""{ "scheme": "bearer", "secrets": ["env:NOT_SET"] }""", "which is not set")]
    public void IncompleteSource_IsRefused(string source, string problem) => Assert.StartsWith(
        problem,
        Assert.Single(PolicyKit.Load($$"""{ "routes": [], "events": { "sources": { "o": {{source}} } } }""").Faults).Problem,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("log", "which the gateway itself uses")]
    [InlineData("cron", "which the gateway itself uses")]
    [InlineData("a/b", "which cannot stand here")]
    [InlineData(".x", "which cannot stand here")]
    public void NameOfASource_IsOneOfItsOwn(string name, string problem) => Assert.Equal(
        problem,
        Assert.Single(PolicyKit.Load(
            $$"""{ "routes": [], "events": { "sources": { "{{name}}": { "scheme": "bearer", "secrets": ["x"] } } } }""").Faults).Problem);

    [Theory]
    [InlineData("logs.*", "log.{type}", false)]
    [InlineData("log.*", "log.{type}", true)]
    [InlineData("*", "log.{type}", true)]
    [InlineData("log.created", "{table}.{type}", true)]
    [InlineData("created", "{table}.{type}", false)]
    [InlineData("?og.x", "log.{type}", true)]
    [InlineData("anything", "{type}", true)]
    public void NameThatNoEventHas_IsRefused(string on, string name, bool good)
    {
        var load = PolicyKit.Load(EventsKit.Policy($$"""{ "on": "{{on}}", "tags": ["x"] }""", $$""", "name": "{{name}}" """));

        Assert.Equal(good, load.IsGood);
        if (!good)
            Assert.Equal(("$.events.rules[0].on", "which no event is ever called"), (load.Faults[0].Place.Path, load.Faults[0].Problem));
    }

    [Fact]
    public void RuleForEventsWithoutAnySource_IsRefused() => Assert.Contains(
        "though there is nobody who may post events",
        Assert.Single(PolicyKit.Faults("""{ "routes": [], "events": { "rules": [{ "on": "a", "tags": ["x"] }] } }""")),
        StringComparison.Ordinal);

    [Fact]
    public void AllFaults_AreNamedAtOnce()
    {
        var faults = PolicyKit.Faults("""
            { "routes": [],
              "events": {
                "sources": { "log": { "scheme": "bearer", "secrets": ["x"], "name": "{" }, "b": { "scheme": "bearer", "secrets": ["y"] } },
                "rules": [ { "on": "a", "tags": ["{"], "patterns": ["[x]"], "routes": ["none"] }, { "on": { "cron": "x" } }, { "on": "a", "tgas": [] } ] } }
            """);

        Assert.Equal(9, faults.Length);
    }

    [Fact]
    public void Events_DoNotChangeRoutes()
    {
        var with = PolicyKit.Good(EventsKit.Policy("""{ "on": "a", "tags": ["x"] }"""));
        var without = PolicyKit.Good("""{ "routes": [ { "name": "one", "match": { "path": "/a" } } ] }""");

        Assert.Equal(without.Routes[0].Fingerprint, with.Routes[0].Fingerprint);
    }

    [Fact]
    public void RulesThatSayTheSame_HaveOneIdWhereverTheyStand()
    {
        const string Rule = """{ "on": { "cron": "0 3 * * *" }, "tags": ["x"] }""";
        var other = EventsKit.Rules($$"""{ "on": { "cron": "0 4 * * *" }, "tags": ["x"] }, {{Rule}}""");

        Assert.Equal(EventsKit.Rules(Rule).All[0].Id, other.All[1].Id);
        Assert.NotEqual(other.All[0].Id, other.All[1].Id);
    }
}
