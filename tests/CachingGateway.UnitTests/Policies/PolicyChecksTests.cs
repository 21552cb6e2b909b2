using Xunit;

namespace CachingGateway.UnitTests.Policies;

public sealed class PolicyChecksTests
{
    [Theory]
    [InlineData("\"minTtl\": \"2m\", \"ttl\": \"2m\", \"maxTtl\": \"1m\"", "minTtl", "by which minTtl 2m is above maxTtl 1m")]
    [InlineData("\"ttl\": \"1s\", \"minTtl\": \"2s\"", "ttl", "by which ttl 1s is outside minTtl 2s and maxTtl 365d")]
    [InlineData("\"ttl\": \"3h\", \"maxTtl\": \"2h\"", "ttl", "by which ttl 3h is outside minTtl 0s and maxTtl 2h")]
    [InlineData("\"maxTtl\": \"1m\"", "maxTtl", "by which ttl 5m is outside minTtl 0s and maxTtl 1m")]
    [InlineData("\"minTtl\": \"1h\"", "minTtl", "by which ttl 5m is outside minTtl 1h and maxTtl 365d")]
    [InlineData("\"timeout\": 0", "timeout", "which is no duration above zero")]
    [InlineData("\"body\": { \"min\": \"2KB\", \"max\": 5 }", "body.min", "by which min, 2048 bytes, is above max, 5 bytes")]
    [InlineData("\"body\": { \"min\": \"20MB\" }", "body.min", "by which min, 20971520 bytes, is above max, 10485760 bytes")]
    [InlineData("\"limits\": { \"bytes\": 0 }", "limits.bytes", "which leaves room for nothing")]
    [InlineData("\"limits\": { \"variants\": 0 }", "limits.variants", "which is no whole number from 1 to 10000")]
    [InlineData("\"override\": { \"no-stroe\": \"because\" }", "override['no-stroe']", "which is no member of override (did you mean \"no-store\"?)")]
    [InlineData("\"override\": { \"no-store\": \" \" }", "override['no-store']", "which gives no reason")]
    [InlineData("\"override\": { \"no-store\": true }", "override['no-store']", "which gives no reason")]
    [InlineData("\"override\": { \"authorization\": \"public\" }, \"key\": { \"identity\": \"authorization\" }", "override.authorization", "by which one answer is everybody's, while key.identity keeps one for each credential")]
    [InlineData("\"statuses\": { \"199\": 1 }", "statuses.199", "which cannot stand here")]
    [InlineData("\"statuses\": { \"600\": 1 }", "statuses.600", "which cannot stand here")]
    [InlineData("\"statuses\": { \"1xx\": 1 }", "statuses.1xx", "which cannot stand here")]
    [InlineData("\"statuses\": { \"206\": 1 }", "statuses.206", "though a 206 is never stored")]
    [InlineData("\"statuses\": { \"304\": 1 }", "statuses.304", "though a 304 is never stored")]
    [InlineData("\"maxTtl\": \"1h\", \"statuses\": { \"200\": \"2h\" }", "statuses.200", "which is outside minTtl and maxTtl")]
    [InlineData("\"mode\": \"observe\"", "mode", "which is not one of the words known here")]
    [InlineData("\"client\": { \"cacheControl\": \"public, max-age\" }", "client.cacheControl", "in which max-age has no whole number of seconds")]
    [InlineData("\"client\": { \"cacheControl\": \"max-age=5m\" }", "client.cacheControl", "in which max-age has no whole number of seconds")]
    [InlineData("\"client\": { \"cacheControl\": \"public; max-age=5\" }", "client.cacheControl", "which is no Cache-Control")]
    [InlineData("\"client\": { \"cacheControl\": \"public, private\" }", "client.cacheControl", "in which public and private exclude each other")]
    [InlineData("\"client\": { \"cacheControl\": \"no-cache, no-cache\" }", "client.cacheControl", "in which no-cache stands twice")]
    [InlineData("\"client\": { \"cacheControl\": \"max-ago=5\" }", "client.cacheControl", "in which max-ago is unknown (did you mean max-age?)")]
    [InlineData("\"client\": { \"cacheControl\": \"public\\r\\nX: y\" }", "client.cacheControl", "which is no Cache-Control")]
    [InlineData("\"client\": { \"cacheControl\": \"public\\n\" }", "client.cacheControl", "which is no text")]
    [InlineData("\"match\": { \"path\": \"/a\", \"methods\": [\"GET\\n\"] }", "match.methods[0]", "which is no method")]
    [InlineData("\"match\": { \"path\": [] }", "match.path", "where nothing could ever match")]
    [InlineData("\"match\": { \"path\": \"/a\", \"methods\": [] }", "match.methods", "where nothing could ever match")]
    [InlineData("\"match\": { \"path\": \"/a\", \"methods\": [\"POST\"] }", "match.methods[0]", "which is never looked up while its body is not keyed")]
    [InlineData("\"match\": { \"path\": \"/a\", \"methods\": [\"GET\", \"DELETE\"] }", "match.methods[1]", "which is never answered from a cache")]
    [InlineData("\"match\": { \"path\": \"/a\", \"methods\": [\"HEAD\"] }", "match.methods", "by which nothing is ever stored")]
    [InlineData("\"match\": { \"path\": \"/a\", \"hosts\": [\"*\"] }", "match.hosts[0]", "which is no host")]
    [InlineData("\"match\": { \"path\": \"/a\", \"hosts\": [\"http://x\"] }", "match.hosts[0]", "which is no host")]
    [InlineData("\"match\": { \"path\": \"/a\", \"headers\": [{ \"values\": [\"x\"] }] }", "match.headers[0]", "without \"name\"")]
    [InlineData("\"match\": { \"path\": \"/a\", \"headers\": [{ \"name\": \"x\" }] }", "match.headers[0]", "without a value to compare with")]
    [InlineData("\"match\": { \"path\": \"/a\", \"query\": [{ \"name\": \"x\", \"mode\": \"ExactHeader\" }] }", "match.query[0].mode", "which is not one of the words known here")]
    [InlineData("\"match\": { \"path\": \"/a\", \"cookies\": [{ \"name\": \"x\", \"mode\": \"Exists\", \"values\": [\"1\"] }] }", "match.cookies[0].values", "which is not read with Exists and NotExists")]
    [InlineData("\"tags\": [\"x:{nope}\"]", "tags[0]", null)]
    [InlineData("\"key\": { \"template\": \"x:{nope}\" }", "key.template", null)]
    [InlineData("\"key\": { \"headers\": [\"bad name\"] }", "key.headers[0]", null)]
    [InlineData("\"ignore\": { \"headers\": [\"x\"] }", "ignore.headers", "which is no member of ignore")]
    public void Contradiction_IsRefused(string members, string path, string? problem)
    {
        var fault = PolicyKit.Fault(members);

        Assert.Equal($"$.routes[0].{path}", fault.Place.Path);
        if (problem is not null)
            Assert.Equal(problem, fault.Problem);
    }

    [Theory]
    [InlineData("\"match\": { \"path\": \"/a\", \"methods\": [\"POST\"] }, \"key\": { \"body\": \"json\" }")]
    [InlineData("\"match\": { \"path\": \"/a\", \"methods\": [\"POST\", \"DELETE\"] }, \"mode\": \"off\"")]
    [InlineData("\"statuses\": { \"206\": 0, \"5xx\": \"0s\", \"404\": \"60s\" }, \"minTtl\": \"10s\"")]
    [InlineData("\"client\": { \"cacheControl\": \"private, no-cache, no-store, must-revalidate\" }")]
    [InlineData("\"client\": { \"cacheControl\": \"public, max-age=300, stale-while-revalidate=60, x-own=\\\"a b\\\"\" }")]
    [InlineData("\"match\": { \"path\": [\"/a/{x}\", \"/b/{x}/{y}\"] }, \"tags\": [\"{x}\"]")]
    public void WhatMakesSense_IsTaken(string members) => _ = PolicyKit.Route(members);

    [Fact]
    public void PathValueThatOnlyOnePathHas_CannotBeNamed() =>
        Assert.Equal("$.routes[0].tags[0]", PolicyKit.Fault("""  "match": { "path": ["/a/{x}", "/b"] }, "tags": ["{x}"]  """).Place.Path);

    [Theory]
    [InlineData("/a", "/a")]
    [InlineData("/a/{x}", "/a/{y}")]
    [InlineData("/a/{x}", "/a/{y:int}")]
    [InlineData("/a/{x:int}", "/a/{y:int}")]
    [InlineData("/a/{x:int}", "/a/5")]
    [InlineData("/a/{x}", "/a/b")]
    [InlineData("/a/{x}", "/a/{b}.{c}")]
    [InlineData("/{**x}", "/a")]
    [InlineData("/{**x}", "/")]
    [InlineData("/a/{**x}", "/a")]
    [InlineData("/a/{**x}", "/a/{b}/c/{**d}")]
    [InlineData("/a/{x?}", "/a")]
    [InlineData("/f/{a}.{b}", "/f/{c}.{d:int}")]
    [InlineData("/caf%C3%A9", "/café")]
    public void RouteThatCanNeverMatch_IsRefused(string first, string second) =>
        Assert.Contains("can never match", Assert.Single(Pair(first, second)), StringComparison.Ordinal);

    [Theory]
    [InlineData("/a", "/A")]
    [InlineData("/a", "/a/")]
    [InlineData("/a/{x:int}", "/a/{y}")]
    [InlineData("/a/{x:int}", "/a/b")]
    [InlineData("/a/{x:int}", "/a/{y:long}")]
    [InlineData("/a/{x}", "/a/")]
    [InlineData("/a/{x}", "/a/{y?}")]
    [InlineData("/a/{x}", "/a/{**y}")]
    [InlineData("/a/{b}/{**x}", "/a/{**y}")]
    [InlineData("/f/{a}.{b}", "/f/{a}")]
    [InlineData("/a/{**x:alpha}", "/a/{y}")]
    public void RouteThatMayMatch_IsTaken(string first, string second) => Assert.Empty(Pair(first, second));

    [Theory]
    [InlineData("", "\"methods\": [\"HEAD\", \"GET\"]", true)]
    [InlineData("", "\"hosts\": [\"x\"]", true)]
    [InlineData("\"hosts\": [\"*.x.org\"]", "\"hosts\": [\"a.x.org\", \"*.b.x.org\"]", true)]
    [InlineData("\"hosts\": [\"a.org\"]", "\"hosts\": [\"a.org:81\"]", true)]
    [InlineData("\"hosts\": [\"a.org:81\"]", "\"hosts\": [\"a.org\"]", false)]
    [InlineData("\"hosts\": [\"*.x.org\"]", "\"hosts\": [\"x.org\"]", false)]
    [InlineData("\"hosts\": [\"x\"]", "", false)]
    [InlineData("\"headers\": [{ \"name\": \"X\", \"mode\": \"Exists\" }]", "", false)]
    [InlineData("", "\"headers\": [{ \"name\": \"X\", \"mode\": \"Exists\" }]", true)]
    public void Reach_CountsMethodsHostsAndConditions(string first, string second, bool refused)
    {
        string Route(string name, string match) => $$"""{ "name": "{{name}}", "match": { "path": "/a" {{(match.Length > 0 ? "," : "")}} {{match}} } }""";

        Assert.Equal(refused, PolicyKit.Load($"{{ \"routes\": [{Route("1", first)}, {Route("2", second)}] }}").Faults.Count > 0);
    }

    [Fact]
    public void PathsCoveredByDifferentRoutes_AreRefusedTogether() =>
        Assert.Contains("\"1\", \"2\"", Assert.Single(PolicyKit.Faults("""
            { "routes": [ { "name": "1", "match": { "path": "/a" } }, { "name": "2", "match": { "path": "/b/{x}" } },
                          { "name": "3", "match": { "path": ["/a", "/b/c"] } } ] }
            """)), StringComparison.Ordinal);

    private static string[] Pair(string first, string second) =>
    [
        .. PolicyKit.Load($$"""
            { "routes": [ { "name": "1", "match": { "path": "{{first}}" } }, { "name": "2", "match": { "path": "{{second}}" } } ] }
            """).Faults.Select(fault => fault.ToString()),
    ];
}
