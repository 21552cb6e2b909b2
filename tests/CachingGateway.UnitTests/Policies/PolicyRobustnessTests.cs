using System.Text;
using CachingGateway.Policies;
using Xunit;

namespace CachingGateway.UnitTests.Policies;

public sealed class PolicyRobustnessTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "\"", ",", ":", "null", "true", "-1", "99999999999999999999", "\"env:X\"", "\"\"", "\\", "/", "*", "{**", "(",
        "\"é\"", "\u0000", "//", "\"5x\"", "{}", "[]", "[[]]", ":int", ":regex((", "0",
    ];

    private const string Whole = """
        { "version": 1, "service": "s", "defaults": { "ttl": "5m" }, "classes": { "c": { "jitter": "1%" } }, "routes": [
          { "name": "a", "class": "c", "match": { "path": ["/a/{x:int}", "/{y}.{z?}"], "methods": ["GET"], "hosts": ["*.x.org"],
            "headers": [{ "name": "H", "values": ["v"], "mode": "Contains" }] }, "mode": "cache",
            "key": { "template": "t:{params}", "query": ["q"], "headers": ["X-A"], "body": "json" }, "ignore": { "query": ["u*"] },
            "minTtl": 1, "maxTtl": "1h", "statuses": { "404": 5 }, "override": { "private": "why" }, "tags": ["t"],
            "client": { "cacheControl": "public", "etag": true }, "bypass": { "limit": "1/s" }, "body": { "min": 1 }, "limits": { "bytes": 5 } },
          { "name": "b", "match": { "path": "/{**rest}" } } ] }
        """;

    [Fact]
    public void WholePolicy_IsGood() => _ = PolicyKit.Good(Whole);

    [Fact]
    public void AnyText_GivesASnapshotOrFaults_NeverAnException()
    {
        var random = new Random(20);
        for (var round = 0; round < 1500; round++)
        {
            var text = new StringBuilder(Whole);
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(text.Length);
                text.Remove(at, Math.Min(random.Next(0, 12), text.Length - at)).Insert(at, Pieces[random.Next(Pieces.Length)]);
            }

            var load = PolicyLoader.LoadText("p", Encoding.UTF8.GetBytes(text.ToString()), _ => null);
            Assert.True(load.IsGood == (load.Faults.Count == 0), text.ToString());
        }
    }

    [Fact]
    public void ThousandsOfTenantsOnOnePath_AreLoaded()
    {
        var routes = Enumerable.Range(0, 4000)
            .Select(n => $$"""{ "name": "r{{n}}", "match": { "path": "/v1/{id}", "hosts": ["t{{n}}.example.org"] } }""");

        Assert.Equal(4000, PolicyKit.Good($"{{\"routes\":[{string.Join(',', routes)}]}}").Routes.Count);
    }
}
