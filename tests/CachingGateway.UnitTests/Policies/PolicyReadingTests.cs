using System.Text;
using CachingGateway.Policies;
using Xunit;

namespace CachingGateway.UnitTests.Policies;

public sealed class PolicyReadingTests
{
    [Fact]
    public void CommentsTrailingCommasAndByteOrderMark_AreRead()
    {
        var policy = PolicyKit.Good("\uFEFF{ // one\n \"routes\": [ /* two */ { \"name\": \"a\", \"match\": { \"path\": \"/a\", }, }, ], }");

        Assert.Equal("a", Assert.Single(policy.Routes).Name);
    }

    [Theory]
    [InlineData("", "policy.json:1:1 $: found a text that is no JSON")]
    [InlineData("{\n  \"routes\": [}\n}", "policy.json:2:14 $: found a text that is no JSON")]
    [InlineData("{ \"service\": \"é\", \"routes\": [} }", "policy.json:1:30 $: found a text that is no JSON")]
    [InlineData("{ \"routes\": [] } x", "policy.json:1:18 $: found a text that is no JSON")]
    [InlineData("{ \"routes\": [", "policy.json:1:14 $: found a text that is no JSON")]
    [InlineData("{ \"service\": \"\\ud800\" }", "policy.json:1:14 $: found an escape that is no character")]
    [InlineData("[]", "policy.json:1:1 $: found [], which is no object; allowed: a policy file: an object of $schema, version")]
    [InlineData("{}", "policy.json:1:1 $: found {}, without any routes; allowed: \"routes\", \"include\" or both")]
    public void BrokenText_IsOneFaultAtItsPlace(string json, string begins) =>
        Assert.StartsWith(begins, Assert.Single(PolicyKit.Faults(json)), StringComparison.Ordinal);

    [Fact]
    public void BytesThatAreNoUtf8_AreAFaultAtTheirPlace()
    {
        byte[] text = [.. "{\n \""u8, 0xFF, .. "\": 1 }"u8];

        var fault = Assert.Single(PolicyLoader.LoadText("p", text).Faults);
        Assert.Equal((2, 3), (fault.Place.Line, fault.Place.Column));
    }

    [Fact]
    public void TooDeep_IsAFault() =>
        Assert.Contains("depth", Assert.Single(PolicyKit.Faults(new string('[', 100))), StringComparison.Ordinal);

    [Fact]
    public void DuplicateMember_IsAFaultAtTheSecond()
    {
        var fault = PolicyKit.Fault("\"ttl\": 1,\n\"ttl\": 2");

        Assert.Equal(
            "policy.json:2:1 $.routes[0].ttl: found \"ttl\", which stands here a second time; allowed: each member once",
            fault.ToString());
    }

    [Fact]
    public void OneLongLine_IsReadInOnePass()
    {
        var routes = string.Join(',', Enumerable.Range(0, 5000).Select(n => $$"""{"name":"r{{n}}","match":{"path":"/v{{n}}/{id}"},"ttl":"{{n}}s"}"""));

        var fault = Assert.Single(PolicyKit.Load($"{{\"routes\":[{routes},{{\"name\":\"x\"}}]}}").Faults);
        Assert.Equal("$.routes[5000]", fault.Place.Path);
    }

    [Fact]
    public void AllFaults_AreReportedAtOnce_InOrder()
    {
        var faults = PolicyKit.Faults("""
            {
              "version": 2,
              "retries": 3,
              "routes": [
                { "name": "a", "match": { "path": "/a" }, "ttl": "5x", "jiter": "1%" },
                { "name": "a", "match": { "path": "b", "methods": ["get"] }, "class": "lst" }
              ],
              "classes": { "list": { "body": { "min": "2MB", "max": "1MB", "compress": [] } } }
            }
            """);

        Assert.Equal(
            [
                "policy.json:2:14 $.version: found 2, which is no whole number from 1 to 1; allowed: a whole number from 1 to 1",
                "policy.json:3:3 $.retries: found \"retries\", which is no member of a policy file; allowed: $schema, version, service, include, defaults, classes, routes, events",
                "policy.json:5:54 $.routes[0].ttl: found \"5x\", which is no duration; allowed: a duration like \"500ms\", \"30s\", \"5m\", \"24h\", \"7d\", or whole seconds, up to 3650d",
                "policy.json:5:60 $.routes[0].jiter: found \"jiter\", which is no member of a route (did you mean \"jitter\"?); allowed: name, class, match, mode, key, ignore, forward, freshness, ttl, minTtl, maxTtl, jitter, staleWhileRevalidate, staleIfError, timeout, statuses, override, tags, tagHeaders, client, bypass, body, limits",
                "policy.json:6:15 $.routes[1].name: found \"a\", which names another route too (policy.json:5); allowed: a name of its own for each route",
                "policy.json:6:39 $.routes[1].match.path: found \"b\", which is no path template; allowed: a path template that begins with a slash",
                "policy.json:6:56 $.routes[1].match.methods[0]: found \"get\", which is no method; allowed: a method in upper case",
                "policy.json:6:75 $.routes[1].class: found \"lst\", which is no class (did you mean \"list\"?); allowed: list",
                "policy.json:8:64 $.classes.list.body.compress: found \"compress\", which is no member of body; allowed: min, max",
            ],
            faults);
    }

    [Theory]
    [InlineData("staleIfSlow")]
    [InlineData("bodyTags")]
    [InlineData("adaptive")]
    [InlineData("verify")]
    public void MemberOfAFeatureThatDoesNotExist_IsRefusedAsUnknown(string member) =>
        Assert.StartsWith("which is no member of a route", PolicyKit.Fault($"\"{member}\": 1").Problem, StringComparison.Ordinal);
}
