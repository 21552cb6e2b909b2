using CachingGateway.Policies;
using Xunit;

namespace CachingGateway.UnitTests.Policies;

public sealed class RequestConditionsTests
{
    private static PolicySnapshot Matching(string match) =>
        PolicyKit.Good($$"""{ "routes": [{ "name": "r", "mode": "off", "match": { "path": "/{**x}", {{match}} } }] }""");

    [Theory]
    [InlineData("GET", "GET", true)]
    [InlineData("GET", "HEAD", true)]
    [InlineData("GET", "POST", false)]
    [InlineData("GET", "get", false)]
    [InlineData("POST", "HEAD", false)]
    [InlineData("PURGE", "PURGE", true)]
    public void Methods_AreCaseSensitive_AndGetIncludesHead(string stated, string sent, bool matches) =>
        Assert.Equal(matches, PolicyKit.Matched(Matching($"\"methods\": [\"{stated}\"]"), "/", sent) is not null);

    [Theory]
    [InlineData("api.example.org", "API.example.org", "http", true)]
    [InlineData("API.example.org", "api.example.org.", "http", true)]
    [InlineData("api.example.org", "api.example.org:80", "http", true)]
    [InlineData("api.example.org", "api.example.org:8080", "http", true)]
    [InlineData("api.example.org:8080", "api.example.org:8080", "http", true)]
    [InlineData("api.example.org:8080", "api.example.org", "http", false)]
    [InlineData("api.example.org:443", "api.example.org", "https", true)]
    [InlineData("api.example.org:80", "api.example.org", "https", false)]
    [InlineData("*.example.org", "a.b.example.org", "http", true)]
    [InlineData("*.example.org", "example.org", "http", false)]
    [InlineData("*.example.org", "badexample.org", "http", false)]
    [InlineData("*.example.org:8080", "a.example.org:8080", "http", true)]
    [InlineData("localhost", "localhost", "http", true)]
    [InlineData("[::1]", "[::1]:5000", "http", true)]
    [InlineData("api.example.org", "api.example.org/evil", "http", false)]
    public void Hosts_MatchInCanonicalForm(string pattern, string host, string scheme, bool matches) =>
        Assert.Equal(
            matches, PolicyKit.Matched(Matching($"\"hosts\": [\"{pattern}\"]"), "/", host: host, scheme: scheme) is not null);

    [Fact]
    public void EarlierRouteForAnyHost_BeatsLaterOneForThisHost()
    {
        var policy = PolicyKit.Good("""
            { "routes": [
              { "name": "any", "match": { "path": "/a/{x:int}" } },
              { "name": "host", "match": { "path": "/a/{x}", "hosts": ["h"] } },
              { "name": "rest", "match": { "path": "/a/{x}" } } ] }
            """);

        Assert.Equal("any", PolicyKit.Matched(policy, "/a/1"));
        Assert.Equal("host", PolicyKit.Matched(policy, "/a/x"));
        Assert.Equal("rest", PolicyKit.Matched(policy, "/a/x", host: "other"));
    }

    [Theory]
    [InlineData("""{ "name": "X-A", "values": ["one"] }""", "one", true)]
    [InlineData("""{ "name": "x-a", "values": ["one", "two"] }""", "TWO", true)]
    [InlineData("""{ "name": "X-A", "values": ["one"], "isCaseSensitive": true }""", "ONE", false)]
    [InlineData("""{ "name": "X-A", "values": ["one"] }""", "zero, one", true)]
    [InlineData("""{ "name": "X-A", "values": ["a,b"] }""", "x, \"a,b\"", true)]
    [InlineData("""{ "name": "X-A", "values": ["on"] }""", "one", false)]
    [InlineData("""{ "name": "X-A", "values": ["on"], "mode": "HeaderPrefix" }""", "zero, one", true)]
    [InlineData("""{ "name": "X-A", "values": ["ero, o"], "mode": "Contains" }""", "zero, one", true)]
    [InlineData("""{ "name": "X-A", "values": ["n"], "mode": "NotContains" }""", "one", false)]
    [InlineData("""{ "name": "X-A", "values": ["n"], "mode": "NotContains" }""", null, true)]
    [InlineData("""{ "name": "X-A", "mode": "Exists" }""", "", false)]
    [InlineData("""{ "name": "X-A", "mode": "Exists" }""", "x", true)]
    [InlineData("""{ "name": "X-A", "mode": "NotExists" }""", null, true)]
    [InlineData("""{ "name": "X-A", "mode": "NotExists" }""", "x", false)]
    public void Headers_AreComparedAsYarpDoes(string condition, string? value, bool matches)
    {
        (string, string)[] headers = value is null ? [] : [("X-A", value)];

        Assert.Equal(matches, PolicyKit.Matched(Matching($"\"headers\": [{condition}]"), "/", headers: headers) is not null);
    }

    [Fact]
    public void HeaderNamedByConnection_CountsAsAbsent()
    {
        var policy = Matching("""  "headers": [{ "name": "X-A", "mode": "Exists" }]  """);

        Assert.Null(PolicyKit.Matched(policy, "/", headers: [("X-A", "1"), ("Connection", "X-A")]));
    }

    [Theory]
    [InlineData("""{ "name": "q", "values": ["a b"] }""", "/?q=a+b", true)]
    [InlineData("""{ "name": "q", "values": ["a b"] }""", "/?q=a%20b", true)]
    [InlineData("""{ "name": "q", "values": ["1"] }""", "/?q=0&q=1", true)]
    [InlineData("""{ "name": "q", "values": ["1"] }""", "/?q=10", false)]
    [InlineData("""{ "name": "q", "values": ["1"], "mode": "Prefix" }""", "/?q=10", true)]
    [InlineData("""{ "name": "q", "mode": "Exists" }""", "/?q", false)]
    [InlineData("""{ "name": "q", "mode": "Exists" }""", "/?q=1", true)]
    [InlineData("""{ "name": "q", "values": ["1"], "mode": "NotContains" }""", "/", true)]
    public void Query_IsComparedDecoded(string condition, string target, bool matches) =>
        Assert.Equal(matches, PolicyKit.Matched(Matching($"\"query\": [{condition}]"), target) is not null);

    [Theory]
    [InlineData("""{ "name": "beta", "values": ["1"] }""", "a=b; beta=1", true)]
    [InlineData("""{ "name": "beta", "values": ["1"] }""", "beta=\"1\"", true)]
    [InlineData("""{ "name": "beta", "values": ["1"] }""", "Beta=1", false)]
    [InlineData("""{ "name": "beta", "mode": "Exists" }""", "alphabeta=1", false)]
    [InlineData("""{ "name": "beta", "mode": "NotExists" }""", "a=b", true)]
    public void Cookies_AreComparedByName(string condition, string cookie, bool matches) =>
        Assert.Equal(
            matches, PolicyKit.Matched(Matching($"\"cookies\": [{condition}]"), "/", headers: [("Cookie", cookie)]) is not null);

    [Fact]
    public void AllConditions_MustHold_AndTheNextRouteIsTried()
    {
        var policy = PolicyKit.Good("""
            { "routes": [
              { "name": "beta", "match": { "path": "/a", "headers": [{ "name": "X-B", "values": ["1"] }], "query": [{ "name": "q", "mode": "Exists" }] } },
              { "name": "plain", "match": { "path": "/a" } } ] }
            """);

        Assert.Equal("beta", PolicyKit.Matched(policy, "/a?q=1", headers: [("X-B", "1")]));
        Assert.Equal("plain", PolicyKit.Matched(policy, "/a", headers: [("X-B", "1")]));
        Assert.Equal("plain", PolicyKit.Matched(policy, "/a?q=1"));
    }

    [Fact]
    public void FieldsThatConditionsRead_AreListed()
    {
        var policy = Matching("""  "headers": [{ "name": "X-B", "mode": "Exists" }], "cookies": [{ "name": "c", "mode": "Exists" }]  """);

        Assert.Superset(new HashSet<string> { "connection", "cookie", "x-b" }, policy.ReadHeaders.ToHashSet());
        Assert.DoesNotContain("accept", policy.ReadHeaders);
    }
}
