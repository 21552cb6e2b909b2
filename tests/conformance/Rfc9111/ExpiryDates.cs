namespace CachingGateway.ConformanceTests.Rfc9111;

/// <summary>Expires, and how dates are read.</summary>
internal static class ExpiryDates
{
    private const string Field = "9111 §5.3";
    private const string Lifetime = "9111 §4.2.1";
    private const string Reading = "9111 §4.2";
    private const string Dates = "9110 §5.6.7";

    public static IReadOnlyList<Case> Cases { get; } =
    [
        .. Later(Level.Must, Dates, "All three forms of a date are read.",
            ("expires-imf", "{date+3600}"), ("expires-rfc850", "{date+3600|rfc850}"), ("expires-asctime", "{date+3600|asctime}")),
        .. Later(Level.Should, Reading, "Dates are matched without regard to case.",
            ("expires-lower", "{date+3600|lower}"), ("expires-upper", "{date+3600|upper}")),
        .. Later(Level.Optimal, Field, "However far a date lies in the future, it is one.",
            ("expires-2040", "Sun, 01 Jan 2040 00:00:00 GMT"), ("expires-2107", "Sat, 01 Jan 2107 00:00:00 GMT"),
            ("expires-9999", "Fri, 31 Dec 9999 23:59:59 GMT")),
        .. Later(Level.Must, "9112 §5", "White space around a value does not belong to it.",
            ("expires-spaces", "   {date+3600}   "), ("expires-tab", "\t{date+3600}\t")),
        .. Over(Level.Must, Field, "What is no date is a date in the past.",
            ("expires-0", "0"), ("expires-minus-1", "-1"), ("expires-empty", ""), ("expires-never", "never"),
            ("expires-now", "now"),
            ("expires-seconds", "3600"), ("expires-unix", "{date+3600|unix}"), ("expires-iso", "{date+3600|iso}"),
            ("expires-zoneless", "{date+3600|zoneless}"), ("expires-offset", "{date+3600|offset}"),
            ("expires-no-comma", "Fri 31 Dec 9999 23:59:59 GMT"), ("expires-no-day", "31 Dec 9999 23:59:59 GMT"),
            ("expires-hour-25", "Fri, 31 Dec 9999 25:00:00 GMT"), ("expires-feb-30", "Fri, 30 Feb 9999 00:00:00 GMT"),
            ("expires-month", "Fri, 31 Foo 9999 23:59:59 GMT"), ("expires-long-year", "Fri, 31 Dec 99999 23:59:59 GMT"),
            ("expires-comment", "{date+3600} (soon)"), ("expires-quoted", "\"{date+3600}\""),
            ("expires-cut", "Fri, 31 Dec 9999")),
        .. Over(Level.Should, Reading, "A zone other than GMT makes a date invalid.",
            ("expires-utc", "{date+3600|utc}"), ("expires-est", "Fri, 31 Dec 9999 23:59:59 EST"),
            ("expires-utc-rfc850", "{date+3600|zoneless} UTC")),
        .. Over(Level.Optimal, Field, "A form that only looks like a date is no date.",
            ("expires-dashes", "{date+3600|dashes}"), ("expires-short-year", "{date+3600|short-year}"),
            ("expires-one-digit", "Sat, 1 Jan 2107 00:00:00 GMT"), ("expires-two-spaces", "Sat,  01 Jan 2107 00:00:00 GMT")),
        .. Over(Level.Must, Lifetime, "What expired is stale.",
            ("expires-past", "{date-3600}"), ("expires-epoch", "Thu, 01 Jan 1970 00:00:00 GMT"),
            ("expires-1900", "Mon, 01 Jan 1900 00:00:00 GMT"),
            ("expires-equal-date", "{date}"), ("expires-rfc850-past", "{date-3600|rfc850}"),
            ("expires-asctime-past", "{date-3600|asctime}")),
        Must(Dates, "expires-rfc850-century", "Two digits of a year that would lie over 50 years ahead mean the past.",
            Fetch(Ok("Expires: Sunday, 06-Nov-94 08:49:37 GMT")), Refetch()),
        Must(Lifetime, "expires-before-date", "Expires before Date: no lifetime, though it lies ahead of our clock.",
            Fetch(Ok("Date: {date+7200}", "Expires: {date+3600}")), Refetch()),
        Optimal(Lifetime, "expires-clock-ahead", "The lifetime is Expires less Date, by the origin's own clock.",
            Fetch(Ok("Date: {date+7200}", "Expires: {date+10800}")), Hit()),
        Optimal(Lifetime, "expires-no-date", "Without Date the time of receipt counts.",
            Fetch(Ok("Expires: {date+3600}").WithoutDate()), Hit()),
        Must(Lifetime, "expires-no-date-past", "Without Date the time of receipt counts: over is over.",
            Fetch(Ok("Expires: {date-3600}").WithoutDate()), Refetch()),
        Must(Lifetime, "expires-bad-date", "A Date that cannot be read makes nothing fresh that is over.",
            Fetch(Ok("Date: yesterday", "Expires: {date-3600}")), Refetch()),
        Must(Lifetime, "expires-age", "Age counts against Expires too.",
            Fetch(Ok("Expires: {date+3600}", "Age: 7200")), Refetch()),
        Optimal(Lifetime, "expires-two-past-first", "Of two Expires the first counts, or the answer is stale.",
            Fetch(Ok("Expires: {date-3600}", "Expires: {date+3600}")), Refetch()),
        Optimal(Lifetime, "expires-two-0-first", "So it is if the first is no date.",
            Fetch(Ok("Expires: 0", "Expires: {date+3600}")), Refetch()),
        Must("9111 §4.2.2", "expires-past-heuristic", "Where Expires is there nothing is guessed.",
            Fetch(Ok("Expires: {date-3600}", Modified)), Refetch()),
        Must("9111 §4.2.2", "expires-0-heuristic", "Even where it is no date.",
            Fetch(Ok("Expires: 0", Modified)), Refetch()),
        Must(Field, "expires-no-cache", "no-cache counts more than Expires.",
            Fetch(Ok("Expires: {date+3600}", "Cache-Control: no-cache")), Refetch()),
        Optimal(Field, "expires-public", "Directives without a number leave Expires in force.",
            Fetch(Ok("Expires: {date+3600}", "Cache-Control: public, must-revalidate")), Hit()),
        Must(Field, "expires-passed-on", "Expires goes on to clients as it came.",
            Fetch(Ok(Fresh, "Expires: {date+60|rfc850}")).Has("Expires"), Hit().Has("Expires")),
    ];

    private static IEnumerable<Case> Later(Level level, string section, string rule, params (string Id, string Value)[] forms) =>
        forms.Select(f => new Case(level, section, f.Id, $"{rule} {f.Value.Trim()}", Fetch(Ok($"Expires: {f.Value}")), Hit()));

    private static IEnumerable<Case> Over(Level level, string section, string rule, params (string Id, string Value)[] forms) =>
        forms.Select(f => new Case(level, section, f.Id, $"{rule} {f.Value}", Fetch(Ok($"Expires: {f.Value}")), Refetch()));
}
