using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Http;
using CachingGateway.Policies;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CachingGateway.UnitTests.Freshness;

/// <summary>RFC 9111 §4.2.1 and §4.2.2, and how the route's times stand to them.</summary>
public class OriginLifetimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("s-maxage=10, max-age=20", "Sun, 01 Mar 2026 12:00:30 GMT", 10, FreshnessRule.SMaxage)]
    [InlineData("max-age=20", "Sun, 01 Mar 2026 12:00:30 GMT", 20, FreshnessRule.MaxAge)]
    [InlineData("public", "Sun, 01 Mar 2026 12:00:30 GMT", 30, FreshnessRule.Expires)]
    [InlineData("", "Sun, 01 Mar 2026 12:00:00 GMT", 0, FreshnessRule.Expires)]
    [InlineData("", "Sun, 01 Mar 2026 11:00:00 GMT", 0, FreshnessRule.Expires)]
    [InlineData("", "0", 0, FreshnessRule.Expires)]
    [InlineData("", "-1", 0, FreshnessRule.Expires)]
    [InlineData("", "Sun Mar  1 12:00:30 2026", 30, FreshnessRule.Expires)]
    [InlineData("", "Sunday, 01-Mar-26 12:00:30 GMT", 30, FreshnessRule.Expires)]
    [InlineData("", "Sun, 01 Mar 2026 12:00:30 CET", 0, FreshnessRule.Expires)]
    internal void Explicit_InItsOrder(string cacheControl, string expires, int seconds, FreshnessRule rule) =>
        Assert.Equal(new Lifetime(TimeSpan.FromSeconds(seconds), rule), Of(200, "Cache-Control", cacheControl, "Expires", expires));

    [Fact]
    public void Expires_CountsFromDate() =>
        Assert.Equal(
            TimeSpan.FromSeconds(40),
            Of(200, "Date", "Sun, 01 Mar 2026 11:59:50 GMT", "Expires", "Sun, 01 Mar 2026 12:00:30 GMT")!.Value.Time);

    [Fact]
    public void TwoExpires_ContradictEachOther()
    {
        var headers = new HeaderDictionary
        {
            ["Expires"] = new(["Sun, 01 Mar 2026 12:00:30 GMT", "Sun, 01 Mar 2026 12:00:40 GMT"]),
        };

        Assert.Equal(TimeSpan.Zero, Of(200, headers, TestRules.Explicit)!.Value.Time);
    }

    [Theory]
    [InlineData(200, "", true)]
    [InlineData(404, "", true)]
    [InlineData(501, "", true)]
    [InlineData(302, "", false)]
    [InlineData(500, "", false)]
    [InlineData(302, "public", true)]
    public void Heuristic_WhereTheStatusAllowsIt(int status, string cacheControl, bool isGuessed)
    {
        var found = Of(status, "Cache-Control", cacheControl, "Last-Modified", "Sun, 01 Mar 2026 02:00:00 GMT");

        Assert.Equal(isGuessed ? new Lifetime(TimeSpan.FromHours(1), FreshnessRule.Heuristic) : null, found);
    }

    [Fact]
    public void Heuristic_IsAtMostADay() =>
        Assert.Equal(TimeSpan.FromDays(1), Of(200, "Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT")!.Value.Time);

    [Theory]
    [InlineData("max-age=5", 60, FreshnessRule.MinTtl)]
    [InlineData("max-age=500", 300, FreshnessRule.MaxTtl)]
    [InlineData("max-age=100", 100, FreshnessRule.MaxAge)]
    [InlineData("max-age=0", 0, FreshnessRule.MaxAge)]
    internal void RouteBounds_WhatIsNotZero(string cacheControl, int seconds, FreshnessRule rule)
    {
        var rules = TestRules.Explicit with { MinTtl = TimeSpan.FromMinutes(1), MaxTtl = TimeSpan.FromMinutes(5) };

        Assert.Equal(
            new Lifetime(TimeSpan.FromSeconds(seconds), rule), Of(200, new HeaderDictionary { ["Cache-Control"] = cacheControl }, rules));
    }

    [Fact]
    public void RoutesOwnTimes_CountWhereTheOriginIsSilent()
    {
        var rules = TestRules.Explicit with { Ttl = TimeSpan.FromMinutes(1), Statuses = TestRules.Statuses("404=10") };

        Assert.Equal(new Lifetime(TimeSpan.FromMinutes(1), FreshnessRule.Ttl), Of(200, new HeaderDictionary(), rules));
        Assert.Equal(new Lifetime(TimeSpan.FromSeconds(10), FreshnessRule.Statuses), Of(404, new HeaderDictionary(), rules));
        Assert.Null(Of(200));
    }

    private static Lifetime? Of(int status, params string[] fields)
    {
        var headers = new HeaderDictionary();
        foreach (var field in fields.Chunk(2))
            headers[field[0]] = field[1];
        return Of(status, headers, TestRules.Explicit);
    }

    private static Lifetime? Of(int status, HeaderDictionary headers, RouteRules rules) =>
        OriginLifetime.Of(
            new ResponseFacts(status, headers, Now, false, RequestDirectives.None), TargetedDirectives.Read(headers), rules);
}
