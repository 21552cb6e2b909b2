using Xunit;

namespace CachingGateway.UnitTests.Policies;

public sealed class PolicyMergeTests
{
    [Fact]
    public void Objects_MergeMemberByMember_AndArraysReplace()
    {
        var policy = PolicyKit.Good("""
            {
              "defaults": { "ttl": 1, "client": { "cacheControl": "no-cache", "etag": false }, "tags": ["d"], "statuses": { "404": 9 } },
              "classes": { "list": { "ttl": 2, "client": { "cacheControl": "max-age=1" }, "tags": ["c", "d"], "body": { "min": 5 } }, "unused": {} },
              "routes": [
                { "name": "all", "class": "list", "match": { "path": "/a" }, "ttl": 3, "tags": ["r"], "statuses": { "5xx": 0 } },
                { "name": "class", "class": "list", "match": { "path": "/b" } },
                { "name": "none", "match": { "path": "/c" } }
              ]
            }
            """);
        var (all, byClass, none) = (policy.Routes[0], policy.Routes[1], policy.Routes[2]);

        Assert.Equal(
            (3, "max-age=1", false, 5),
            (all.Ttl.TotalSeconds, all.ClientCacheControl.ToString(), all.ClientETag, all.BodyMinBytes));
        Assert.Equal(["r"], all.Tags.Select(tag => tag.Text));
        Assert.Equal((9, 0), (all.Statuses.For(404)!.Value.TotalSeconds, all.Statuses.For(500)!.Value.TotalSeconds));
        Assert.Equal((2, 2), (byClass.Ttl.TotalSeconds, byClass.Tags.Count));
        Assert.Equal((1, "no-cache", 1), (none.Ttl.TotalSeconds, none.ClientCacheControl.ToString(), none.Tags.Count));
    }

    [Fact]
    public void MatchOfAClass_IsMergedToo()
    {
        var policy = PolicyKit.Good("""
            { "classes": { "c": { "match": { "hosts": ["h.example"] } } }, "routes": [{ "name": "r", "class": "c", "match": { "path": "/a" } }] }
            """);

        Assert.Equal("r", PolicyKit.Matched(policy, "/a", host: "h.example"));
        Assert.Null(PolicyKit.Matched(policy, "/a", host: "other"));
    }

    [Fact]
    public void FaultInSharedSettings_IsSaidOnce_WhereItStands()
    {
        var faults = PolicyKit.Faults("""
            { "defaults": { "ttl": "soon" }, "classes": { "c": { "jitter": 4 } },
              "routes": [
                { "name": "a", "class": "c", "match": { "path": "/a" } },
                { "name": "b", "class": "c", "match": { "path": "/b" } } ] }
            """);

        Assert.Equal(["$.defaults.ttl", "$.classes.c.jitter"], faults.Select(fault => fault.Split(' ')[1].TrimEnd(':')));
    }

    [Fact]
    public void ContradictionAfterMerging_PointsAtTheTextOfTheValue()
    {
        var faults = PolicyKit.Faults("""
            { "defaults": { "minTtl": "2h", "ttl": "3h" },
              "routes": [ { "name": "a", "match": { "path": "/a" }, "maxTtl": "1h" } ] }
            """);

        Assert.StartsWith(
            "policy.json:1:27 $.defaults.minTtl: found \"2h\", by which minTtl 2h is above maxTtl 1h",
            Assert.Single(faults),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "defaults": { "name": "x" }, "routes": [] }""", "$.defaults.name")]
    [InlineData("""{ "defaults": { "class": "x" }, "routes": [] }""", "$.defaults.class")]
    [InlineData("""{ "classes": { "c": { "class": "x" } }, "routes": [] }""", "$.classes.c.class")]
    [InlineData("""{ "classes": { "c": 5 }, "routes": [{ "name": "r", "class": "c", "match": { "path": "/" } }] }""", "$.classes.c")]
    [InlineData("""{ "classes": { "a b": {} }, "routes": [] }""", "$.classes['a b']")]
    [InlineData("""{ "defaults": [], "routes": [] }""", "$.defaults")]
    [InlineData("""{ "routes": [5] }""", "$.routes[0]")]
    [InlineData("""{ "routes": [{ "match": { "path": "/" } }] }""", "$.routes[0]")]
    [InlineData("""{ "routes": [{ "name": "r" }] }""", "$.routes[0]")]
    public void FragmentThatIsNone_IsOneFault(string json, string path) =>
        Assert.Equal(path, Assert.Single(PolicyKit.Load(json).Faults).Place.Path);
}
