using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Http;
using CachingGateway.Policies;
using CachingGateway.UnitTests.Storage;
using Xunit;

namespace CachingGateway.UnitTests.Freshness;

/// <summary>RFC 9111 §4.2.4 and RFC 5861. The entry is stale since 100 s and kept until 200 s; a timestamp is a second.</summary>
public class StaleUseTests
{
    private static readonly RouteRules Origin = TestRules.Explicit;
    private static readonly RouteRules Policy = TestRules.Policy;
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(129, true)]
    [InlineData(130, false)]
    public void RefreshWindow_EndsOnTime(long now, bool may) =>
        Assert.Equal(may, StaleUse.WhileRefreshed(Entry(), Policy with { StaleWhileRevalidate = Half }, now, 1));

    [Fact]
    public void OriginsWord_GoesBeforeTheRoutes()
    {
        var entry = Entry(new ReuseTerms { StaleWhileRevalidate = TimeSpan.FromSeconds(5), StaleIfError = TimeSpan.Zero });
        var rules = Origin with { StaleWhileRevalidate = Half, StaleIfError = Half };

        Assert.False(StaleUse.WhileRefreshed(entry, rules, 110, 1));
        Assert.False(Replaces(entry, rules, isOutOfReach: false, 110));
    }

    [Fact]
    public void MustRevalidate_NobodyMaySetAside()
    {
        var entry = Entry(new ReuseTerms { Flags = ReuseFlags.NeverStale, StaleWhileRevalidate = Half, StaleIfError = Half });
        var rules = Origin with { StaleWhileRevalidate = Half, StaleIfError = Half };

        Assert.False(StaleUse.WhileRefreshed(entry, rules, 101, 1));
        Assert.False(Replaces(entry, rules, isOutOfReach: true, 101));
        Assert.False(StaleUse.ForClient(entry, rules, Half, 101, 1));
    }

    [Fact]
    public void SMaxage_NeedsAWord()
    {
        var entry = Entry(new ReuseTerms { Flags = ReuseFlags.StaleByWordOnly });

        Assert.False(Replaces(entry, Origin, isOutOfReach: true, 101));
        Assert.False(StaleUse.ForClient(entry, Origin, Half, 101, 1));
        Assert.True(Replaces(entry, Origin with { StaleIfError = Half }, isOutOfReach: false, 101));
    }

    [Fact]
    public void OutOfReach_NeedsNoWord_WhereTheOriginRules()
    {
        Assert.True(Replaces(Entry(), Origin, isOutOfReach: true, 199));
        Assert.False(Replaces(Entry(), Origin, isOutOfReach: true, 200));
        Assert.False(Replaces(Entry(), Origin, isOutOfReach: false, 101));
        Assert.False(Replaces(Entry(), Policy, isOutOfReach: true, 101));
    }

    [Fact]
    public void WhatAnEventMadeStale_NeedsTheRoutesWord()
    {
        var entry = Entry();
        entry.NoteSoft(90);

        Assert.False(Replaces(entry, Origin, isOutOfReach: true, 101));
        Assert.True(Replaces(entry, Origin with { StaleIfError = Half }, isOutOfReach: true, 101));
        Assert.False(Replaces(entry, Origin with { StaleIfError = Half }, isOutOfReach: false, 121));
    }

    /// <summary>RFC 5861 §4: a request may say it as well.</summary>
    [Theory]
    [InlineData("stale-if-error=60", true)]
    [InlineData("stale-if-error=5", false)]
    [InlineData("stale-if-error", false)]
    public void Client_MayAskForIt_WhereTheOriginRules(string cacheControl, bool may)
    {
        var asked = RequestDirectives.Parse(cacheControl);

        Assert.Equal(may, StaleUse.InPlaceOfError(Entry(), Origin, asked, isOutOfReach: false, 110, 1));
        Assert.False(StaleUse.InPlaceOfError(Entry(), Policy, asked, isOutOfReach: false, 110, 1));
    }

    private static bool Replaces(CacheEntry entry, RouteRules rules, bool isOutOfReach, long now) =>
        StaleUse.InPlaceOfError(entry, rules, RequestDirectives.None, isOutOfReach, now, 1);

    private static CacheEntry Entry(ReuseTerms terms = default) => new()
    {
        Key = StoredEntries.Key(1), Variant = default, Name = "n", Route = "r", Status = 200, Headers = [], Body = [], BornAt = 0,
        FreshUntil = 100, KeepUntil = 200, Fingerprint = 1, Terms = terms,
    };
}
