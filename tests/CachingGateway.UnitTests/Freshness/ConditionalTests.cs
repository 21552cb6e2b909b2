using CachingGateway.Freshness;
using CachingGateway.UnitTests.Http;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CachingGateway.UnitTests.Freshness;

public class ConditionalTests
{
    private const string Before = "Sun, 01 Mar 2026 11:59:59 GMT";
    private const string Same = "Sun, 01 Mar 2026 12:00:00 GMT";
    private const string After = "Sun, 01 Mar 2026 12:00:01 GMT";

    private static readonly DateTimeOffset Now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly Validators Stored = new("\"v1\"", new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>RFC 9110 §13.1.2, §13.1.3 and their precedence, §13.2.2.</summary>
    [Theory]
    [InlineData("\"v1\"", null, true)]
    [InlineData("W/\"v1\"", null, true)]
    [InlineData("\"v0\", \"v1\"", null, true)]
    [InlineData("*", null, true)]
    [InlineData("\"v2\"", null, false)]
    [InlineData("v1", null, false)]
    [InlineData(null, Same, true)]
    [InlineData(null, After, true)]
    [InlineData(null, Before, false)]
    [InlineData(null, "Sunday, 01-Mar-26 12:00:00 GMT", true)]
    [InlineData(null, "yesterday", false)]
    [InlineData("\"v2\"", After, false)]
    [InlineData("broken", After, false)]
    [InlineData("", After, false)]
    [InlineData("\"v1\"", Before, true)]
    [InlineData(null, null, false)]
    public void Request_IsAnsweredByItsConditions(string? ifNoneMatch, string? ifModifiedSince, bool isNotModified)
    {
        var headers = Headers(ifNoneMatch, ifModifiedSince);

        Assert.Equal(isNotModified, Decide("GET", 200, headers, Stored));
        Assert.Equal(isNotModified, Decide("HEAD", 200, headers, Stored));
        Assert.Equal(ifNoneMatch is not null || ifModifiedSince is not null, Conditional.IsAsked(headers));
    }

    /// <summary>RFC 9110 §13.2.1: conditions on what is not a 200 are ignored; §13.1.2: only GET and HEAD get a 304.</summary>
    [Theory]
    [InlineData("POST", 200)]
    [InlineData("get", 200)]
    [InlineData("GET", 404)]
    [InlineData("GET", 301)]
    [InlineData("GET", 500)]
    public void OtherMethodsAndStatuses_AreAnsweredWhole(string method, int status) =>
        Assert.False(Decide(method, status, Headers("\"v1\"", After), Stored));

    [Fact]
    public void MissingValidator_IsNotMatched()
    {
        Assert.False(Decide("GET", 200, Headers("\"v1\"", null), new Validators(null, Stored.LastModified)));
        Assert.False(Decide("GET", 200, Headers(null, After), new Validators("\"v1\"", null)));
    }

    /// <summary>RFC 9110 §13.1.3: a value of more than one member is ignored.</summary>
    [Fact]
    public void TwoDates_AreIgnored()
    {
        IHeaderDictionary headers = new HeaderDictionary { ["If-Modified-Since"] = new[] { After, After } };

        Assert.False(Decide("GET", 200, headers, Stored));
        Assert.False(Decide("GET", 200, Headers(null, $"{After}, {After}"), Stored));
    }

    [Fact]
    public void AnyText_IsNotModifiedOnlyByTheTagItself() =>
        Prop.ForAll(HeaderTexts.Arbitrary, HeaderTexts.Arbitrary, (tags, date) =>
            !Decide("GET", 200, Headers(tags, date), new Validators("\"v1\"", Stored.LastModified))
            || tags.Contains("\"v1\"", StringComparison.Ordinal) || tags.Trim(' ', '\t') == "*").QuickCheckThrowOnFailure();

    private static bool Decide(string method, int status, IHeaderDictionary headers, Validators stored) =>
        Conditional.Decide(method, status, headers, stored, Now) is ConditionalDecision.NotModified;

    private static HeaderDictionary Headers(string? ifNoneMatch, string? ifModifiedSince)
    {
        var headers = new HeaderDictionary();
        if (ifNoneMatch is not null)
        {
            headers["If-None-Match"] = ifNoneMatch;
        }

        if (ifModifiedSince is not null)
        {
            headers["If-Modified-Since"] = ifModifiedSince;
        }

        return headers;
    }
}
