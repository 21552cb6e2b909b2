using CachingGateway.Freshness;
using CachingGateway.Http;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CachingGateway.UnitTests.Freshness;

/// <summary>RFC 9110 §13.1.5: <c>If-Range</c>.</summary>
public class RangeConditionTests
{
    private static readonly DateTimeOffset Modified = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, true)]
    [InlineData("\"a\"", true)]
    [InlineData(" \"a\" ", true)]
    [InlineData("\"b\"", false)]
    [InlineData("W/\"a\"", false)]
    [InlineData("a", false)]
    [InlineData("Sun, 01 Mar 2026 12:00:00 GMT", true)]
    [InlineData("Sun, 01 Mar 2026 12:00:01 GMT", false)]
    [InlineData("Sun, 01 Mar 2026 11:59:59 GMT", false)]
    [InlineData("", false)]
    public void Range_CountsWhileTheConditionHolds(string? ifRange, bool isMet) => Assert.Equal(isMet, IsMet(ifRange));

    [Fact]
    public void WeakTag_IsNeverEnough() => Assert.False(IsMet("W/\"a\"", etag: "W/\"a\""));

    /// <summary>§8.8.2.2: a date of the second in which the response was made may stand for two versions.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(59, false)]
    [InlineData(60, true)]
    [InlineData(null, false)]
    public void Date_CountsIfItIsStrong(int? seconds, bool isMet) =>
        Assert.Equal(isMet, IsMet("Sun, 01 Mar 2026 12:00:00 GMT", date: seconds is { } after ? Modified.AddSeconds(after) : null));

    [Theory]
    [InlineData("GET", 200, true)]
    [InlineData("HEAD", 200, false)]
    [InlineData("POST", 200, false)]
    [InlineData("GET", 404, false)]
    public void OnlyAGetOf200_HasParts(string method, int status, bool isMet) => Assert.Equal(isMet, IsMet(null, method, status));

    private static bool IsMet(string? ifRange) => IsMet(ifRange, date: Modified.AddHours(1));

    private static bool IsMet(string? ifRange, string etag) => IsMet(ifRange, date: Modified.AddHours(1), etag: etag);

    private static bool IsMet(string? ifRange, string method, int status) => IsMet(ifRange, Modified.AddHours(1), "\"a\"", method, status);

    private static bool IsMet(string? ifRange, DateTimeOffset? date, string etag = "\"a\"", string method = "GET", int status = 200)
    {
        var headers = new HeaderDictionary { ["Range"] = "bytes=0-0" };
        if (ifRange is not null)
            headers["If-Range"] = ifRange;
        return RangeCondition.IsMet(method, status, headers, new Validators(etag, Modified), date);
    }
}
