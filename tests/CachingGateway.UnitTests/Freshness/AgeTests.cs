using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Policies;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CachingGateway.UnitTests.Freshness;

public class AgeTests
{
    private const long Frequency = 1000;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(999, 0)]
    [InlineData(1000, 1)]
    [InlineData(-5000, 0)]
    public void Age_IsInWholeSeconds(long later, long expected) =>
        Assert.Equal(expected, Age.Seconds(500, 500 + later, Frequency));

    /// <summary>RFC 9211 §2.4: negative when stale.</summary>
    [Theory]
    [InlineData(2000, 2)]
    [InlineData(1999, 1)]
    [InlineData(1, 0)]
    [InlineData(0, 0)]
    [InlineData(-1, -1)]
    [InlineData(-1000, -1)]
    [InlineData(-1001, -2)]
    public void TimeLeft_IsRoundedDown(long left, long expected) =>
        Assert.Equal(expected, Age.SecondsLeft(7000 + left, 7000, Frequency));

    /// <summary>RFC 9111 §4.2: fresh while the lifetime is greater than the age.</summary>
    [Fact]
    public void Freshness_EndsWhenTheLifetimeIsReached()
    {
        Assert.True(Age.IsFresh(1000, 999));
        Assert.False(Age.IsFresh(1000, 1000));
    }

    [Theory]
    [InlineData(1000, 1.5, 2500)]
    [InlineData(1000, -1.5, -500)]
    [InlineData(long.MaxValue - 1, 1, long.MaxValue)]
    [InlineData(long.MinValue + 1, -1, long.MinValue)]
    public void Shift_StaysInRange(long timestamp, double seconds, long expected) =>
        Assert.Equal(expected, Age.Shift(timestamp, TimeSpan.FromSeconds(seconds), Frequency));

    /// <summary>RFC 9111 §4.2.3 and §5.1; received at 12:00:00.9.</summary>
    [Theory]
    [InlineData(null, null, 0)]
    [InlineData("10", null, 10)]
    [InlineData("10, 20", null, 10)]
    [InlineData("ten", null, 0)]
    [InlineData(null, "Sun, 01 Mar 2026 12:00:00 GMT", 0)]
    [InlineData(null, "Sun, 01 Mar 2026 11:59:59 GMT", 0)]
    [InlineData(null, "Sun, 01 Mar 2026 11:59:58 GMT", 2)]
    [InlineData(null, "Sun, 01 Mar 2026 11:00:00 GMT", 3600)]
    [InlineData("10", "Sun, 01 Mar 2026 11:59:55 GMT", 10)]
    [InlineData("10", "Sun, 01 Mar 2026 11:59:45 GMT", 15)]
    [InlineData("10", "Sun, 01 Mar 2026 13:00:00 GMT", 10)]
    [InlineData("10", "yesterday", 10)]
    public void InitialAge_IsTheGreaterOfStatedAndApparent(string? age, string? date, int seconds)
    {
        IHeaderDictionary headers = new HeaderDictionary { ["Age"] = age, ["Date"] = date };
        var receivedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, 900, TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromSeconds(seconds), InitialAge.Of(headers, receivedAt, TimeSpan.Zero));
    }

    /// <summary>Stored at 10 s with an age of 5 s, fresh until 110 s.</summary>
    [Theory]
    [InlineData(100, 110)]
    [InlineData(500, 110)]
    [InlineData(30, 40)]
    [InlineData(0, 10)]
    public void StricterPolicy_CountsAtOnce(int ttl, long untilSeconds) =>
        Assert.Equal(
            untilSeconds * Frequency,
            EffectiveFreshness.Until(Entry(200), TestRules.Policy with { Ttl = TimeSpan.FromSeconds(ttl) }, Frequency));

    [Fact]
    public void StatusNoLongerStored_IsStale() =>
        Assert.Equal(10 * Frequency, EffectiveFreshness.Until(Entry(404), TestRules.Policy, Frequency));

    [Fact]
    public void OriginsTime_IsBoundedByTheMostAlone()
    {
        Assert.Equal(110 * Frequency, EffectiveFreshness.Until(Entry(200), TestRules.Explicit, Frequency));
        Assert.Equal(
            20 * Frequency,
            EffectiveFreshness.Until(Entry(200), TestRules.Explicit with { MaxTtl = TimeSpan.FromSeconds(10) }, Frequency));
    }

    private static CacheEntry Entry(int status) => new()
    {
        Key = default, Variant = default, Name = "x", Route = "test", Status = status, Headers = [], Body = [], Fingerprint = 1,
        BornAt = 5 * Frequency, InitialAge = 5 * Frequency, FreshUntil = 110 * Frequency,
    };
}
