using System.Text;
using CachingGateway.Http;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Events;
using CachingGateway.Keys;
using CachingGateway.Policies;
using CachingGateway.Policies.Events;
using CachingGateway.UnitTests.Policies;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CachingGateway.UnitTests.Invalidation;

public sealed class RuleTargetsTests
{
    private const string Writes = """
        { "on": { "methods": ["PUT", "DELETE"], "path": "/v1/logs/{log_id:int}" }, "tags": ["log:{log_id}", "trig:{response.trig_id?}"] },
        { "on": { "methods": ["POST"], "path": ["/v1/logs", "/v1/logs/"] }, "tags": ["trig:{request.trig_id}"], "patterns": ["logs:list:*"] },
        { "on": { "path": "/{**rest}", "hosts": ["api.example.org"] }, "tags": ["{rest}"], "mode": "soft" }
        """;

    private static readonly PolicySnapshot Policy = PolicyKit.Good(EventsKit.Policy(Writes));

    [Fact]
    public void RulesOfOneModeAndSettle_AreOneInvalidation()
    {
        var groups = Groups("""
            { "on": "*", "tags": ["a", "b"] }, { "on": "*", "tags": ["b", "c"] },
            { "on": "*", "tags": ["d"], "mode": "soft" }, { "on": "*", "tags": ["e"], "settle": "5s" }
            """);

        var requests = groups.Requests("webhook:origin", "cause", "origin/1");

        Assert.Equal((4, 5), (groups.Rules, groups.Targets));
        Assert.Equal(
            [
                ("origin#soft/1", InvalidationMode.Soft, "d", 0.0),
                ("origin#purge+5000ms/1", InvalidationMode.Purge, "e", 5.0),
                ("origin#purge/1", InvalidationMode.Purge, "a b c", 0.0),
            ],
            requests.Select(request => (
                request.Delivery!, request.Mode, string.Join(' ', request.Targets.Select(target => target.Text)), request.Settle.TotalSeconds)));
        Assert.All(requests, request => Assert.Equal(("webhook:origin", "cause"), (request.Source, request.Cause)));
    }

    [Fact]
    public void OneInvalidation_HasTheDeliveryItself() => Assert.Equal(
        "origin/1", Assert.Single(Groups("""{ "on": "*", "tags": ["a"] }""").Requests("s", "c", "origin/1")).Delivery);

    [Theory]
    [InlineData("PUT", "/v1/logs/5", "h", "log:5")]
    [InlineData("DELETE", "/v1/logs/5?x=1", "h", "log:5")]
    [InlineData("PATCH", "/v1/logs/5", "h", "")]
    [InlineData("PUT", "/v1/logs/abc", "h", "")]
    [InlineData("PUT", "/v1/logs/5/", "h", "")]
    [InlineData("PUT", "/v1/logs", "h", "")]
    [InlineData("PUT", "/v1/Logs/5", "h", "")]
    [InlineData("GET", "/v1/logs/5", "api.example.org", "")]
    [InlineData("PATCH", "/a/b%20c", "API.example.org:80", "a/b c")]
    [InlineData("PUT", "/v1/logs/5", "api.example.org", "v1/logs/5 log:5")]
    public void Write_IsMatchedByMethodPathAndHost(string method, string target, string host, string expected) =>
        Assert.Equal(expected, string.Join(' ', Resolve(method, target, host).Requests.SelectMany(request => request.Targets).Select(each => each.Text)));

    [Fact]
    public void Write_TakesValuesOfItsBodies()
    {
        var created = Resolve("POST", "/v1/logs", request: """{"trig_id":7}""");
        var changed = Resolve("PUT", "/v1/logs/5", response: """{"trig_id":7}""");

        Assert.Equal(["trig:7", "logs:list:*"], Texts(created));
        Assert.Equal(["log:5", "trig:7"], Texts(changed));
        Assert.Empty(created.Missing.Concat(changed.Missing));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no json")]
    [InlineData("{}")]
    [InlineData("[]")]
    public void NeededValueThatAWriteLacks_LeavesItsTargetOutAndIsNamed(string? request)
    {
        var resolution = Resolve("POST", "/v1/logs", request: request);

        Assert.Equal(["logs:list:*"], Texts(resolution));
        Assert.Equal(["request.trig_id"], resolution.Missing);
    }

    [Fact]
    public void BodyOfAWriteOver64KB_HasNoValues()
    {
        var large = $$"""{"trig_id":7,"x":"{{new string('x', 64 * 1024)}}"}""";

        Assert.Equal(["request.trig_id"], Resolve("POST", "/v1/logs", request: large).Missing);
    }

    [Fact]
    public void WriteThatNamesMoreThanCanBe_RetiresEverything()
    {
        var many = $$"""{"trig_id":[{{string.Join(',', Enumerable.Range(0, 12_000))}}]}""";

        Assert.Contains(InvalidationTarget.Everything, Resolve("POST", "/v1/logs", request: many).Requests[0].Targets);
    }

    [Fact]
    public void Rules_SayWhichBodiesTheyRead()
    {
        Assert.Equal((false, true), Reads("PUT", "/v1/logs/5"));
        Assert.Equal((true, false), Reads("POST", "/v1/logs"));
        Assert.Equal((false, false), Reads("POST", "/v1/none"));

        static (bool, bool) Reads(string method, string target)
        {
            var matches = Match(method, target, "h");
            return (WriteInvalidations.ReadRequest(matches), WriteInvalidations.ReadResponse(matches));
        }
    }

    private static TargetGroups Groups(string rules)
    {
        var policy = PolicyKit.Good(EventsKit.Policy(rules));
        var groups = new TargetGroups(policy);
        foreach (var rule in policy.Events.Named)
            groups.Add(rule, EventValues.None);
        return groups;
    }

    private static IEnumerable<string> Texts(WriteResolution resolution) =>
        resolution.Requests.SelectMany(each => each.Targets).Select(target => target.Text);

    private static WriteResolution Resolve(string method, string target, string host = "h", string? request = null, string? response = null) =>
        WriteInvalidations.Resolve(Policy, Match(method, target, host), Bytes(request), Bytes(response), $"{method} {target}");

    private static ReadOnlyMemory<byte> Bytes(string? text) => text is null ? default(ReadOnlyMemory<byte>) : Encoding.UTF8.GetBytes(text);

    private static IReadOnlyList<WriteMatch> Match(string method, string target, string host)
    {
        Assert.True(CanonicalTarget.TryParse(target, out var canonical));
        return Policy.MatchWrites(
            new RequestHead(method, "http", host, target, new HeaderDictionary()), canonical);
    }
}
