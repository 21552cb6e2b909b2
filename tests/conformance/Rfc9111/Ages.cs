namespace CachingGateway.ConformanceTests.Rfc9111;

/// <summary>How old an answer is, and how clients are told; guesses at lifetimes.</summary>
internal static class Ages
{
    private const string Arithmetic = "9111 §4.2.3";
    private const string Field = "9111 §5.1";
    private const string Reuse = "9111 §4";
    private const string Guess = "9111 §4.2.2";

    public static IReadOnlyList<Case> Cases { get; } =
    [
        Must(Reuse, "age-on-hit", "An answer from the cache says its age.",
            Fetch(Ok(Fresh)), Hit().Age(0)),
        Must(Reuse, "age-replaced", "The origin's Age is replaced by the age now, on one line.",
            Fetch(Ok(Fresh, "Age: 100")), Hit().Age(100).Expect("one line", o => o.Response?.All("Age").Count == 1)),
        Must(Arithmetic, "age-grows", "Time in the cache counts.",
            Fetch(Ok(Fresh, "Age: 100")), UntilStale, Hit().Age(102)),
        Must(Arithmetic, "age-without-date", "Without Date age counts from the receipt.",
            Fetch(Ok(Fresh, "Age: 100").WithoutDate()), Hit().Age(100)),
        Optimal(Arithmetic, "age-from-date", "An old Date makes an answer old that has no Age.",
            Fetch(Ok(Fresh, "Date: {date-500}")), Hit().Age(500)),
        Optimal(Arithmetic, "age-date-larger", "Of Age and the time since Date the larger counts: Date.",
            Fetch(Ok(Fresh, "Date: {date-500}", "Age: 100")), Hit().Age(500)),
        Must(Arithmetic, "age-field-larger", "Of Age and the time since Date the larger counts: Age.",
            Fetch(Ok(Fresh, "Date: {date-100}", "Age: 500")), Hit().Age(500)),
        Must(Arithmetic, "age-future-date", "A Date ahead of us makes no age below zero.",
            Fetch(Ok(Fresh, "Date: {date+1000}")), Hit().Age(0)),
        Optimal(Arithmetic, "age-date-stale", "What is older than its lifetime by its Date is stale.",
            Fetch(Ok("Cache-Control: max-age=60", "Date: {date-3600}")), Refetch()),
        Must(Arithmetic, "age-date-rfc850", "An old form of Date is a Date.",
            Fetch(Ok(Fresh, "Date: {date-500|rfc850}")), Hit()),
        Must("9111 §4.2", "age-equal-lifetime", "Fresh means younger than the lifetime, not as old.",
            Fetch(Ok(Fresh, "Age: 3600")), Refetch()),
        Must("9111 §4.2", "age-over-lifetime", "Older than its lifetime: stale on arrival.",
            Fetch(Ok("Cache-Control: max-age=60", "Age: 61")), Refetch()),
        Must("9111 §4.2", "age-s-maxage", "Age counts against s-maxage.",
            Fetch(Ok("Cache-Control: s-maxage=60, max-age=36000", "Age: 3600")), Refetch()),
        .. Huge("Age that overflows means very old.",
            ("age-2-31", "2147483648"), ("age-2-32", "4294967296"), ("age-2-63", "9223372036854775808"),
            ("age-2-64", "18446744073709551617"), ("age-40-digits", "9999999999999999999999999999999999999999")),
        Should(Field, "age-list", "Of a list the first member counts.",
            Fetch(Ok(Fresh, "Age: 100, 7200")), Hit().Age(100)),
        Should(Field, "age-list-first-stale", "Of a list the first member counts, though the second is smaller.",
            Fetch(Ok(Fresh, "Age: 7200, 1")), Refetch()),
        Should(Field, "age-lines", "So it is on two lines.",
            Fetch(Ok(Fresh, "Age: 100", "Age: 7200")), Hit().Age(100)),
        Should(Field, "age-lines-first-stale", "So it is on two lines, though the second is smaller.",
            Fetch(Ok(Fresh, "Age: 7200", "Age: 1")), Refetch()),
        .. Ignored("An Age that is no whole number is ignored.",
            ("age-negative", "-7200"), ("age-fraction", "7200.5"), ("age-letters", "abc"), ("age-empty", ""),
            ("age-plus", "+7200"),
            ("age-unit", "7200 s"), ("age-quoted", "\"7200\""), ("age-hex", "0x7200"), ("age-list-bad-first", "abc, 7200")),
        Must(Field, "age-zeros", "Zeros before a number change nothing.",
            Fetch(Ok(Fresh, "Age: 000100")), Hit().Age(100)),
        Should(Field, "age-miss", "An answer straight from the origin has no Age of ours.",
            Fetch(Ok(Fresh)).HasNo("Age")),
        Should(Field, "age-miss-kept", "The Age of a cache before us goes on with what it sent.",
            Fetch(Ok(Fresh, "Age: 100")).Age(100)),
        Must(Arithmetic, "age-after-304", "Age counts from the last time the origin said it holds.",
            Fetch(Ok("Cache-Control: max-age=3600", Tag, "Age: 7200")), Revalidate(NotModified(Tag, Fresh)), Hit().Age(0)),
        Must(Arithmetic, "age-in-304", "The Age of a 304 is the age.",
            Fetch(Ok(Fresh, Tag, "Age: 7200")), Revalidate(NotModified(Tag, Fresh, "Age: 50")), Hit().Age(50)),
        Optimal(Guess, "heuristic-tenth", "A guess is no more than a part of the time since Last-Modified.",
            Fetch(Ok("Last-Modified: {date-600}", "Age: 300")), Refetch()),
        Optimal(Guess, "heuristic-just-now", "What changed just now will change again.",
            Fetch(Ok("Last-Modified: {date}")), Refetch()),
        Optimal(Guess, "heuristic-future", "A Last-Modified ahead of Date is no ground for a guess.",
            Fetch(Ok("Last-Modified: {date+36000}")), Refetch()),
        Optimal(Guess, "heuristic-invalid", "A Last-Modified that is no date is no ground for a guess.",
            Fetch(Ok("Last-Modified: long ago")), Refetch()),
        Optimal(Guess, "heuristic-none", "Without Last-Modified there is no ground for a guess.",
            Fetch(Ok("ETag: \"a\"")), Refetch()),
        Optimal(Guess, "heuristic-public-no-date", "public alone is no ground for a guess either.",
            Fetch(Ok("Cache-Control: public")), Refetch()),
        Optimal(Guess, "heuristic-old-forms", "An old form of Last-Modified is a date.",
            Fetch(Ok("Last-Modified: Mon Jan  1 00:00:00 2001")), Hit()),
        Optimal(Guess, "heuristic-query", "A target with a query is no exception.",
            Fetch(Ok(Modified)).At("?a=1"), Hit().At("?a=1")),
        Optimal(Guess, "heuristic-too-old", "A guess has bounds: ten years are beyond a tenth of twenty-five.",
            Fetch(Ok(Modified, "Age: 315360000")), Refetch()),
        Must(Guess, "heuristic-max-age-0", "max-age is explicit: nothing is guessed.",
            Fetch(Ok(Modified, "Cache-Control: max-age=0")), Refetch()),
        Must(Guess, "heuristic-s-maxage-0", "s-maxage is explicit: nothing is guessed.",
            Fetch(Ok(Modified, "Cache-Control: s-maxage=0")), Refetch()),
        Optimal(Guess, "heuristic-max-age-bad", "A max-age that cannot be read is no licence to guess.",
            Fetch(Ok(Modified, "Cache-Control: max-age=abc")), Refetch()),
        Must(Guess, "heuristic-no-cache", "A guess does not beat no-cache.",
            Fetch(Ok(Modified, "Cache-Control: no-cache")), Refetch()),
        Must(Guess, "heuristic-no-store", "A guess does not beat no-store.",
            Fetch(Ok(Modified, "Cache-Control: no-store")), Refetch()),
        Must(Guess, "heuristic-private", "A guess does not beat private.",
            Fetch(Ok(Modified, "Cache-Control: private")), Refetch()),
        Must(Guess, "heuristic-age", "What was kept by a guess says its age.",
            Fetch(Ok(Modified, "Age: 100")), Hit().Age(100)),
    ];

    private static IEnumerable<Case> Huge(string rule, params (string Id, string Value)[] forms) => forms.Select(f =>
        Must("9111 §1.2.2", f.Id, $"{rule} {f.Value}", Fetch(Ok(Fresh, $"Age: {f.Value}")), Refetch()));

    private static IEnumerable<Case> Ignored(string rule, params (string Id, string Value)[] forms) => forms.Select(f =>
        Should(Field, f.Id, $"{rule} {f.Value}", Fetch(Ok(Fresh, $"Age: {f.Value}")), Hit().Age(0)));
}
