using Xunit;

namespace CachingGateway.UnitTests.Policies;

public sealed class PolicyFingerprintTests
{
    private const string Base = """  "ttl": 60, "key": { "headers": ["X-A", "X-B"], "query": ["a", "b"] }, "tags": ["t"]  """;

    [Theory]
    [InlineData("""  "ttl": 5, "jitter": "1%", "client": { "etag": false }, "limits": { "variants": 3 }, "key": { "headers": ["X-A", "X-B"], "query": ["a", "b"] }, "tags": ["t"]  """)]
    [InlineData("""  "key": { "query": ["b", "a"], "headers": ["x-b", "x-a"] }, "tags": ["t"]  """)]
    [InlineData("""  "match": { "path": "/other" }, "key": { "headers": ["X-A", "X-B"], "query": ["a", "b"] }, "tags": ["t"]  """)]
    public void WhatDoesNotDecideWhoGetsWhat_ChangesNothing(string members) =>
        Assert.Equal(PolicyKit.Route(Base).Fingerprint, PolicyKit.Route(members).Fingerprint);

    [Theory]
    [InlineData("\"tags\": [\"u\"]")]
    [InlineData("\"tags\": [\"t\", \"u\"]")]
    [InlineData("\"key\": { \"headers\": [\"X-AX-B\"], \"query\": [\"a\", \"b\"] }")]
    [InlineData("\"key\": { \"headers\": [\"X-A\", \"X-B\"] }")]
    [InlineData("\"key\": { \"headers\": [\"X-A\", \"X-B\"], \"query\": [] }")]
    [InlineData("\"key\": { \"headers\": [\"X-A\", \"X-B\"], \"query\": [\"a\", \"b\"], \"host\": false }")]
    [InlineData("\"key\": { \"headers\": [\"X-A\", \"X-B\"], \"query\": [\"a\", \"b\"], \"template\": \"x\" }")]
    [InlineData("\"key\": { \"headers\": [\"X-A\", \"X-B\"], \"query\": [\"a\", \"b\"], \"identity\": \"authorization\" }")]
    [InlineData("\"override\": { \"no-store\": \"agreed\" }")]
    [InlineData("\"forward\": { \"headers\": [\"X-C\"] }")]
    [InlineData("\"ignore\": { \"query\": [\"utm_*\"] }")]
    public void WhatDecides_ChangesIt(string change)
    {
        var name = change.Split('"')[1];
        var kept = name == "key" ? "\"tags\": [\"t\"]" : "\"key\": { \"headers\": [\"X-A\", \"X-B\"], \"query\": [\"a\", \"b\"] }" + (name == "tags" ? "" : ", \"tags\": [\"t\"]");

        Assert.NotEqual(PolicyKit.Route(Base).Fingerprint, PolicyKit.Route($"{kept}, {change}").Fingerprint);
    }

    [Fact]
    public void ReasonInWords_ChangesNothing() =>
        Assert.Equal(
            PolicyKit.Route("""  "override": { "private": "one" }  """).Fingerprint,
            PolicyKit.Route("""  "override": { "private": "two" }  """).Fingerprint);
}
