using CachingGateway.Freshness;
using CachingGateway.Http;
using CachingGateway.Observability;
using CachingGateway.Policies;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CachingGateway.UnitTests.Freshness;

public class StorabilityTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Obstacles that an origin raises, and the member of <c>override</c> that sets each aside.</summary>
    [Theory]
    [InlineData("Cache-Control", "private", CacheReason.Private, Obstacles.Private)]
    [InlineData("Cache-Control", "private=\"x\"", CacheReason.Private, Obstacles.Private)]
    [InlineData("Cache-Control", "max-age=60; private", CacheReason.Private, Obstacles.Private)]
    [InlineData("Cache-Control", "No-Store", CacheReason.NoStore, Obstacles.NoStore)]
    [InlineData("Cache-Control", "no-cache", CacheReason.NoCache, Obstacles.NoCache)]
    [InlineData("Cache-Control", "no-cache=\"x\"", CacheReason.NoCache, Obstacles.NoCache)]
    [InlineData("Set-Cookie", "id=1", CacheReason.SetCookie, Obstacles.SetCookie)]
    [InlineData("Vary", "*", CacheReason.VaryStar, Obstacles.Vary)]
    [InlineData("Vary", "Accept, *", CacheReason.VaryStar, Obstacles.Vary)]
    internal void Obstacle_StandsUnlessItIsTheOneSetAside(string name, string value, CacheReason reason, Obstacles obstacle)
    {
        var all = Enum.GetValues<Obstacles>().Aggregate((one, other) => one | other);
        var rules = TestRules.Policy;

        Assert.Equal(reason, Decide(rules, 200, name, value).Reason);
        Assert.Equal(reason, Decide(rules with { Override = all & ~obstacle }, 200, name, value).Reason);
        Assert.True(Decide(rules with { Override = obstacle }, 200, name, value).IsStorable);
    }

    [Fact]
    public void EveryObstacle_MustBeSetAside() =>
        Assert.Equal(
            CacheReason.SetCookie,
            Decide(
                TestRules.Policy with { Override = Obstacles.Private },
                200, "Cache-Control", "private", "Set-Cookie", "a=b").Reason);

    /// <summary>RFC 9111 §3.5.</summary>
    [Fact]
    public void UnkeyedAuthorization_IsAnObstacle()
    {
        var response = Response(200, "Cache-Control", "public, max-age=60") with { Authorized = true };
        var overridden = Obstacles.Authorization;

        Assert.Equal(CacheReason.Authorization, Storability.Decide(response, TestRules.Policy, 0).Reason);
        Assert.True(Storability.Decide(response, TestRules.Policy with { Override = overridden }, 0).IsStorable);
    }

    /// <summary>RFC 9111 §3.5: three directives let an answer to credentials be everybody's, where the origin has the word.</summary>
    [Theory]
    [InlineData("max-age=60", CacheReason.Authorization)]
    [InlineData("max-age=60, public", CacheReason.None)]
    [InlineData("max-age=60, must-revalidate", CacheReason.None)]
    [InlineData("s-maxage=60", CacheReason.None)]
    internal void OriginsWord_MakesAnAuthorizedAnswerEverybodys(string cacheControl, CacheReason reason) =>
        Assert.Equal(
            reason, Storability.Decide(Response(200, "Cache-Control", cacheControl) with { Authorized = true }, TestRules.Explicit, 0).Reason);

    /// <summary>RFC 9111 §5.2.1.5.</summary>
    [Fact]
    public void ClientsNoStore_IsNotForTheRouteToSetAside()
    {
        var response = Response(200) with { Request = RequestDirectives.Parse("no-store") };
        var rules = TestRules.Policy with { Override = Obstacles.NoStore };

        Assert.Equal(CacheReason.ClientNoStore, Storability.Decide(response, rules, 0).Reason);
    }

    [Theory]
    [InlineData("Content-Type", "text/event-stream", CacheReason.EventStream)]
    [InlineData("Content-Type", "Text/Event-Stream; charset=utf-8", CacheReason.EventStream)]
    [InlineData("Content-Type", "multipart/x-mixed-replace;boundary=x", CacheReason.EventStream)]
    [InlineData("Content-Type", "text/event-streams", CacheReason.None)]
    [InlineData("Content-Type", "application/grpc+proto", CacheReason.Trailers)]
    [InlineData("Trailer", "Expires", CacheReason.Trailers)]
    [InlineData("Content-Range", "bytes 0-0/10", CacheReason.Status)]
    [InlineData("Content-Length", "10485761", CacheReason.BodyTooLarge)]
    [InlineData("Content-Length", "9", CacheReason.BodyTooSmall)]
    [InlineData("Content-Length", "10485760", CacheReason.None)]
    [InlineData("Pragma", "no-cache", CacheReason.None)]
    [InlineData("Expires", "0", CacheReason.None)]
    internal void Shape_DecidesNext(string name, string value, CacheReason reason) =>
        Assert.Equal(reason, Decide(TestRules.Policy with { BodyMinBytes = 10 }, 200, name, value).Reason);

    /// <summary>
    /// By <c>"404": "60s", "5xx": "10s", "503": "0s", "2xx": "20s", "4xx": "30s", "429": "1s"</c>; the <c>ttl</c> is 5
    /// minutes.
    /// </summary>
    [Theory]
    [InlineData(200, 20, CacheReason.None)]
    [InlineData(204, 20, CacheReason.None)]
    [InlineData(404, 60, CacheReason.None)]
    [InlineData(410, 30, CacheReason.None)]
    [InlineData(500, 10, CacheReason.None)]
    [InlineData(503, 0, CacheReason.ZeroTtl)]
    [InlineData(301, 0, CacheReason.Status)]
    [InlineData(206, 0, CacheReason.Status)]
    [InlineData(304, 0, CacheReason.Status)]
    [InlineData(101, 0, CacheReason.Status)]
    [InlineData(100, 0, CacheReason.Status)]
    [InlineData(999, 0, CacheReason.Status)]
    [InlineData(400, 0, CacheReason.Status)]
    [InlineData(401, 0, CacheReason.Status)]
    [InlineData(431, 0, CacheReason.Status)]
    [InlineData(429, 1, CacheReason.None)]
    internal void Statuses_BeatTheTtl(int status, int seconds, CacheReason reason)
    {
        var rules = TestRules.Policy with
        {
            Statuses = TestRules.Statuses("404=60", "5xx=10", "503=0", "2xx=20", "4xx=30", "429=1"),
        };

        var decision = Decide(rules, status);

        Assert.Equal((reason, TimeSpan.FromSeconds(seconds)), (decision.Reason, decision.Left));
    }

    [Theory]
    [InlineData(200, 300)]
    [InlineData(203, 0)]
    [InlineData(404, 0)]
    public void WithoutStatuses_OnlyA200IsStored(int status, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Decide(TestRules.Policy, status).Left);

    [Fact]
    public void StatusThatNoClassMayMean_IsNeverStored() =>
        Assert.All(
            new[] { 101, 206, 304 },
            status => Assert.Equal(
                CacheReason.Status,
                Decide(TestRules.Policy with { Statuses = TestRules.Statuses($"{status}=60") }, status).Reason));

    [Theory]
    [InlineData(5, 10, 100, 10)]
    [InlineData(50, 10, 100, 50)]
    [InlineData(500, 10, 100, 100)]
    [InlineData(0, 10, 100, 0)]
    public void Ttl_IsKeptBetweenLeastAndMost(int ttl, int least, int most, int expected)
    {
        var rules = TestRules.Policy with { Ttl = Seconds(ttl), MinTtl = Seconds(least), MaxTtl = Seconds(most) };

        Assert.Equal(Seconds(expected), Decide(rules, 200).Left);
    }

    /// <summary>
    /// Under policy freshness the origin's own lifetime and age take no part; the age is still told to clients.
    /// </summary>
    [Fact]
    public void PolicysTime_RunsFromReceipt()
    {
        var decision = Decide(TestRules.Policy, 200, "Cache-Control", "max-age=1", "Age", "3000");

        Assert.Equal((Seconds(300), Seconds(3000), Seconds(3300)), (decision.Left, decision.InitialAge, decision.Lifetime));
    }

    /// <summary>RFC 9111 §4.2.1 without <c>Expires</c>; minus the age (§4.2.3).</summary>
    [Theory]
    [InlineData("max-age=60", null, 60, CacheReason.None)]
    [InlineData("s-maxage=10, max-age=60", null, 10, CacheReason.None)]
    [InlineData("max-age=10, s-maxage=60", null, 60, CacheReason.None)]
    [InlineData("max-age=60", "59", 1, CacheReason.None)]
    [InlineData("max-age=60", "60", 0, CacheReason.None)]
    [InlineData("max-age=60", "1000", -940, CacheReason.None)]
    [InlineData("max-age=60", "x", 60, CacheReason.None)]
    [InlineData("max-age=60", "-5", 60, CacheReason.None)]
    [InlineData("max-age=60", "20, 1", 40, CacheReason.None)]
    [InlineData("max-age=0", null, 0, CacheReason.None)]
    [InlineData("s-maxage=0, max-age=60", null, 0, CacheReason.None)]
    [InlineData("max-age=1.5", null, 0, CacheReason.None)]
    [InlineData("max-age=60, private", null, 0, CacheReason.Private)]
    internal void OriginsTime_IsTheExplicitOne(string cacheControl, string? age, int seconds, CacheReason reason)
    {
        var decision = Decide(
            TestRules.Explicit, 200, "Cache-Control", cacheControl, "Age", age, "Expires", "Fri, 01 Jan 2100 00:00:00 GMT");

        Assert.Equal((reason, Seconds(seconds)), (decision.Reason, decision.Left));
    }

    /// <summary>RFC 9111 §3: any final status with a lifetime; RFC 6585 sets four apart.</summary>
    [Theory]
    [InlineData(203, CacheReason.None)]
    [InlineData(299, CacheReason.None)]
    [InlineData(400, CacheReason.None)]
    [InlineData(404, CacheReason.ZeroTtl)]
    [InlineData(599, CacheReason.None)]
    [InlineData(206, CacheReason.Status)]
    [InlineData(304, CacheReason.Status)]
    [InlineData(429, CacheReason.Status)]
    [InlineData(431, CacheReason.Status)]
    internal void OriginsTime_IsHeededForAnyStatus_ButWhereTheRouteSaysZero(int status, CacheReason reason)
    {
        var rules = TestRules.Explicit with { Statuses = TestRules.Statuses("404=0") };

        Assert.Equal(reason, Decide(rules, status, "Cache-Control", "max-age=60").Reason);
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static StoreDecision Decide(RouteRules rules, int status, params string?[] headers) =>
        Storability.Decide(Response(status, headers), rules, 0);

    private static ResponseFacts Response(int status, params string?[] headers)
    {
        var fields = new HeaderDictionary();
        foreach (var field in headers.Chunk(2).Where(field => field[1] is not null))
        {
            fields[field[0]!] = field[1];
        }

        return new ResponseFacts(status, fields, ReceivedAt, Authorized: false, RequestDirectives.None);
    }
}
