using CachingGateway.Http;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CachingGateway.UnitTests.Http;

public class HttpDatesTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 31, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The three forms of RFC 9110 §5.6.7; any case (RFC 9111 §4.2).</summary>
    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("sun, 06 NOV 1994 08:49:37 gmt")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov  6 08:49:37 1994")]
    [InlineData(" Sun, 06 Nov 1994 08:49:37 GMT\t")]
    public void EachForm_IsRead(string text)
    {
        Assert.True(HttpDates.TryParse(text, Now, out var value));
        Assert.Equal(new DateTimeOffset(1994, 11, 6, 8, 49, 37, TimeSpan.Zero), value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("Sun, 06 Nov 1994 08:49:37")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 +0000")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 UTC")]
    [InlineData("Mon, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 6 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 31 Feb 1994 08:49:37 GMT")]
    [InlineData("Sun, 00 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Foo 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 0000 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 24:00:00 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:60:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49:61 GMT")]
    [InlineData("Sun, 06 Nov 1994 08.49.37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT, x")]
    [InlineData("Sun, ٠٦ Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-1994 08:49:37 GMT")]
    [InlineData("Monday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov 06 08:49:37 94")]
    [InlineData("Sun Nov  x 08:49:37 1994")]
    [InlineData("1994-11-06T08:49:37Z")]
    public void AnythingElse_IsNot(string text) => Assert.False(HttpDates.TryParse(text, Now, out _));

    /// <summary>RFC 9110 §5.6.7: what appears to be more than 50 years ahead is of the century before.</summary>
    [Theory]
    [InlineData("Thursday, 30-Jul-76 00:00:00 GMT", 2076)]
    [InlineData("Sunday, 01-Aug-76 00:00:00 GMT", 1976)]
    [InlineData("Monday, 01-Jan-24 00:00:00 GMT", 2024)]
    [InlineData("Saturday, 01-Jan-77 00:00:00 GMT", 1977)]
    [InlineData("Saturday, 01-Jan-00 00:00:00 GMT", 2000)]
    public void YearOfTwoDigits_IsOfTheNearestCentury(string text, int year)
    {
        Assert.True(HttpDates.TryParse(text, Now, out var value));
        Assert.Equal(year, value.Year);
    }

    [Fact]
    public void LeapSecond_CountsAsTheSecondBefore()
    {
        Assert.True(HttpDates.TryParse("Sat, 31 Dec 2016 23:59:60 GMT", Now, out var value));
        Assert.Equal(new DateTimeOffset(2016, 12, 31, 23, 59, 59, TimeSpan.Zero), value);
    }

    [Fact]
    public void WrittenDate_IsReadBackInItsThreeForms() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seconds =>
        {
            var date = DateTimeOffset.FromUnixTimeSeconds(seconds).ToOffset(TimeSpan.FromHours(3));
            var utc = date.UtcDateTime;
            string[] forms =
            [
                HttpDates.Format(date), utc.ToString("dddd, dd-MMM-yy HH:mm:ss 'GMT'"),
                utc.ToString("ddd MMM ") + utc.Day.ToString().PadLeft(2) + utc.ToString(" HH:mm:ss yyyy"),
            ];
            var now = new DateTimeOffset(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);
            return forms.All(form => HttpDates.TryParse(form, now, out var read) && read == date);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyMangledText_IsReadWithoutAnException()
    {
        string[] forms = ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"];
        Prop.ForAll(
            Gen.Elements(forms).ToArbitrary(), HeaderTexts.Arbitrary, ArbMap.Default.ArbFor<NonNegativeInt>(),
            (form, text, at) =>
            {
                _ = HttpDates.TryParse(text, Now, out _);
                _ = HttpDates.TryParse(form.Insert(at.Get % form.Length, text), Now, out _);
                _ = HttpDates.TryParse(form[..(at.Get % form.Length)] + text, DateTimeOffset.MaxValue, out _);
                _ = HttpDates.TryParse(form, DateTimeOffset.MinValue, out _);
                _ = HttpDates.TryParse(form, DateTimeOffset.MaxValue, out _);
            }).QuickCheckThrowOnFailure();
    }
}
