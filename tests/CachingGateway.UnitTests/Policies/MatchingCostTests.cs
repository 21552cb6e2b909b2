using CachingGateway.Http;
using CachingGateway.Keys;
using CachingGateway.Policies;
using CachingGateway.Policies.Matching;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CachingGateway.UnitTests.Policies;

public sealed class MatchingCostTests
{
    private static int Steps(IEnumerable<(string Path, string Host)> routes, string target, string host = "h")
    {
        var rules = new RouteRules { Name = "r", Key = null!, Fingerprint = 0 };
        var table = new RouteTable([.. routes.Select(route => new MatchedRoute(
            rules, [Template(route.Path)], new MatchConditions(["GET"], route.Host.Length == 0 ? [] : [route.Host])))]);
        Assert.True(CanonicalTarget.TryParse(target, out var canonical));
        table.TryMatch(new RequestHead("GET", "http", host, target, new HeaderDictionary()), canonical, out _, out var steps);
        return steps;
    }

    private static PathTemplate Template(string text)
    {
        Assert.True(PathTemplate.TryParse(text, out var template, out _));
        return template;
    }

    [Theory]
    [InlineData("/v1/thing{0}/{{id}}/logs", "/v1/thing7/1/logs")]
    [InlineData("/v1/{{tenant}}/thing{0}", "/v1/t/thing7")]
    [InlineData("/v1/thing{0}/{{**rest}}", "/v1/thing7/a/b/c")]
    [InlineData("/v1/thing{0}/{{id}}", "/v1/nothing/1")]
    public void FiveThousandRoutes_CostNoMoreThanTen(string path, string target)
    {
        int For(int count) => Steps(Enumerable.Range(0, count).Select(n => (string.Format(null, path, n), "")), target);

        Assert.Equal(For(10), For(5000));
    }

    [Fact]
    public void FiveThousandTenantsWithOnePath_CostNoMoreThanTen()
    {
        int For(int count) => Steps(
            Enumerable.Range(0, count).Select(n => ("/v1/things/{id}", $"t{n}.example.org")), "/v1/things/1", "t7.example.org");

        Assert.Equal(For(10), For(5000));
    }

    [Fact]
    public void EveryMixOfLiteralsAndParameters_CostsNoMoreThanTheTreeHasNodes()
    {
        // 2^10 templates that all match the one path: each node once, not each way once for every template.
        var paths = Enumerable.Range(0, 1024)
            .Select(n => string.Concat(Enumerable.Range(0, 10).Select(bit => (n >> bit & 1) == 0 ? "/a" : $"/{{p{bit}}}")) + (n == 0 ? "/x" : "/y"));

        Assert.InRange(Steps(paths.Select(path => (path, "")), "/a/a/a/a/a/a/a/a/a/a/z"), 1, 2100);
    }

    [Fact]
    public void DeepOptionalEnds_StayLinear()
    {
        var path = string.Concat(Enumerable.Range(0, 28).Select(n => $"/{{p{n}?}}"));

        Assert.InRange(Steps([(path, "")], string.Concat(Enumerable.Repeat("/a", 28))), 1, 60);
        Assert.InRange(Steps([(path, "")], string.Concat(Enumerable.Repeat("/a", 4000))), 1, 60);
    }

    [Fact]
    public void ManySeparators_AreSplitInOnePass() =>
        Assert.InRange(Steps([("/{a}-{b}-{c}-{d}-{e}-{f}-{g}-{h}x", "")], "/" + new string('-', 8000)), 1, 10);
}
