namespace CachingGateway.ConformanceTests.Rfc9111;

/// <summary>The lifetime that Cache-Control gives, in every form it was ever written.</summary>
internal static class MaxAge
{
    private const string Lifetime = "9111 §4.2.1";
    private const string Delta = "9111 §1.2.2";
    private const string Syntax = "9111 §5.2";
    private const string Expired = "Expires: Mon, 01 Jan 2001 00:00:00 GMT";

    public static IReadOnlyList<Case> Cases { get; } =
    [
        .. Kept(Lifetime, "A value that can be read is a lifetime.",
            ("max-age-zeros", "max-age=0003600"), ("max-age-one-more", "max-age=3600, foo"),
            ("max-age-foo-first", "foo=\"bar\", max-age=3600"),
            ("max-age-no-space", "public,max-age=3600"), ("max-age-tabs", "public\t,\tmax-age=3600"),
            ("max-age-empty-members", ", ,max-age=3600, ,"), ("max-age-twice-same", "max-age=3600, max-age=3600")),
        .. Kept(Syntax, "Directives are not case-sensitive.",
            ("max-age-upper", "MAX-AGE=3600"), ("max-age-mixed", "Max-Age=3600"), ("s-maxage-mixed", "S-MaxAge=3600")),
        .. Kept(Syntax, "A number in quotes is accepted.",
            ("max-age-quoted", "max-age=\"3600\""), ("s-maxage-quoted", "s-maxage=\"3600\"")),
        .. Kept(Delta, "A value that overflows counts as very long, not as none.",
            ("max-age-2-31-1", "max-age=2147483647"), ("max-age-2-31", "max-age=2147483648"),
            ("max-age-2-32", "max-age=4294967296"),
            ("max-age-2-63", "max-age=9223372036854775808"), ("max-age-2-64", "max-age=18446744073709551616"),
            ("max-age-40-digits", "max-age=9999999999999999999999999999999999999999"),
            ("s-maxage-2-63", "s-maxage=9223372036854775808")),
        .. Stale(Lifetime, Level.Must, "Nothing is fresh for no time.",
            ("max-age-0", "max-age=0"), ("max-age-00", "max-age=000"), ("s-maxage-0", "s-maxage=0"),
            ("s-maxage-0-max-age", "max-age=3600, s-maxage=0"),
            ("s-maxage-0-first", "s-maxage=0, max-age=3600"), ("max-age-0-quoted", "max-age=\"0\"")),
        .. Stale(Lifetime, Level.Optimal, "What is not a whole number is no lifetime, and the answer is stale.",
            ("max-age-negative", "max-age=-3600"), ("max-age-plus", "max-age=+3600"), ("max-age-fraction", "max-age=3600.5"),
            ("max-age-exponent", "max-age=1e9"), ("max-age-hex", "max-age=0x3600"), ("max-age-letters", "max-age=abc"),
            ("max-age-letters-behind", "max-age=3600s"), ("max-age-letters-before", "max-age=a3600"),
            ("max-age-empty", "max-age="),
            ("max-age-bare", "max-age"), ("max-age-empty-quotes", "max-age=\"\""), ("max-age-single-quotes", "max-age='3600'"),
            ("max-age-space-before", "max-age =3600"), ("max-age-space-after", "max-age= 3600"),
            ("max-age-spaces", "max-age = 3600"),
            ("max-age-two-numbers", "max-age=3600 3600"), ("max-age-semicolon", "max-age=3600; public"),
            ("max-age-colon", "max-age:3600"),
            ("max-age-open-quote", "max-age=\"3600"), ("max-age-quoted-space", "max-age=\" 3600\""),
            ("s-maxage-negative", "s-maxage=-1"), ("s-maxage-fraction", "s-maxage=3600.0"),
            ("s-maxage-letters", "s-maxage=abc, max-age=3600")),
        .. Stale(Lifetime, Level.Must, "A name that only looks alike is another directive.",
            ("max-age-maxage", "maxage=3600"), ("max-age-underscore", "max_age=3600"), ("max-age-prefix", "x-max-age=3600"),
            ("max-age-suffix", "max-age2=3600"), ("s-maxage-s-max-age", "s-max-age=3600"),
            ("max-age-in-string", "foo=\"max-age=3600\""),
            ("max-age-in-string-list", "foo=\"bar, max-age=3600\""),
            ("max-age-in-escaped-string", "foo=\"a\\\", max-age=3600, b=\\\"\"")),
        Must(Lifetime, "max-age-separators", "A comma ends the value: what follows is another directive.",
            Fetch(Ok("Cache-Control: max-age=3,600", "Age: 60")), Refetch()),
        Must(Lifetime, "s-maxage-beats-longer", "s-maxage is used, though max-age is longer.",
            Fetch(Ok("Cache-Control: max-age=36000, s-maxage=60", "Age: 3600")), Refetch()),
        Optimal(Lifetime, "s-maxage-beats-shorter", "s-maxage is used, though max-age is over.",
            Fetch(Ok("Cache-Control: max-age=60, s-maxage=36000", "Age: 3600")), Hit()),
        Must(Lifetime, "max-age-beats-expires-later", "max-age is used, though Expires is later.",
            Fetch(Ok("Cache-Control: max-age=60", "Expires: {date+36000}", "Age: 3600")), Refetch()),
        Must("9111 §5.3", "max-age-beats-expires-past", "With max-age Expires is not looked at.",
            Fetch(Ok(Fresh, Expired)), Hit()),
        Must("9111 §5.3", "max-age-beats-expires-0", "Nor is Expires: 0.",
            Fetch(Ok(Fresh, "Expires: 0")), Hit()),
        Must("9111 §5.3", "s-maxage-beats-expires-past", "With s-maxage Expires is not looked at.",
            Fetch(Ok("Cache-Control: s-maxage=3600", Expired)), Hit()),
        Must("9111 §5.3", "max-age-0-beats-expires", "max-age=0 is used, though Expires is later.",
            Fetch(Ok("Cache-Control: max-age=0", "Expires: {date+3600}")), Refetch()),
        Optimal(Lifetime, "max-age-invalid-expires", "max-age that cannot be read is not made good by Expires: stale.",
            Fetch(Ok("Cache-Control: max-age=abc", "Expires: {date+3600}")), Refetch()),
        Optimal(Lifetime, "max-age-twice-longer-second",
            "Of two values the first counts, or the answer is stale: never the longer second.",
            Fetch(Ok("Cache-Control: max-age=60, max-age=36000", "Age: 3600")), Refetch()),
        Optimal(Lifetime, "max-age-twice-lines", "So it is on two lines.",
            Fetch(Ok("Cache-Control: max-age=60", "Cache-Control: max-age=36000", "Age: 3600")), Refetch()),
        Optimal(Lifetime, "s-maxage-twice", "So it is with s-maxage.",
            Fetch(Ok("Cache-Control: s-maxage=60, s-maxage=36000", "Age: 3600")), Refetch()),
        Optimal(Syntax, "max-age-two-lines", "Several lines are one list.",
            Fetch(Ok("Cache-Control: public", "Cache-Control: max-age=3600")), Hit()),
        Must(Syntax, "no-store-second-line", "A directive on the second line counts as much.",
            Fetch(Ok(Fresh, "Cache-Control: no-store")), Refetch()),
        Must(Lifetime, "max-age-no-cache", "Of directives that conflict the strictest counts.",
            Fetch(Ok("Cache-Control: max-age=3600, no-cache")), Refetch()),
        Must("9111 §5.2", "directives-passed-on", "Directives go on to the client as they came, from the cache too.",
            Fetch(Ok("Cache-Control: max-age=3600, Foo=\"b a r\"")).Has("Cache-Control: max-age=3600, Foo=\"b a r\""),
            Hit().Has("Cache-Control: max-age=3600, Foo=\"b a r\"")),
        Must("9111 §5.2", "request-directives-passed-on", "The client's directives go on to the origin.",
            Fetch(Ok(Fresh), "Cache-Control: min-fresh=1, foo=bar").Sees("Cache-Control: min-fresh=1, foo=bar")),
    ];

    private static IEnumerable<Case> Kept(string section, string rule, params (string Id, string Directives)[] forms) =>
        forms.Select(f => Optimal(section, f.Id, $"{rule} {f.Directives}", Fetch(Ok($"Cache-Control: {f.Directives}")), Hit()));

    private static IEnumerable<Case> Stale(string section, Level level, string rule,
        params (string Id, string Directives)[] forms) =>
        forms.Select(f => new Case(level, section, f.Id, $"{rule} {f.Directives}", Fetch(Ok($"Cache-Control: {f.Directives}")),
            Refetch()));
}
