namespace CachingGateway.ConformanceTests.Rfc9111;

/// <summary>What origins say of their answers, well or badly written.</summary>
internal static class ResponseDirectives
{
    private const string NoCache = "9111 §5.2.2.4";
    private const string NoStore = "9111 §5.2.2.5";
    private const string Private = "9111 §5.2.2.7";
    private const string Public = "9111 §5.2.2.9";
    private const string Syntax = "9111 §5.2";
    private const string Unknown = "9111 §5.2.3";

    public static IReadOnlyList<Case> Cases { get; } =
    [
        .. Forbids(NoStore, Level.Must, "no-store forbids to keep.", ("no-store-case", "NO-STORE, max-age=3600"),
            ("no-store-mixed", "max-age=3600, No-Store"),
            ("no-store-no-space", "max-age=3600,no-store"), ("no-store-tabs", "max-age=3600\t,\tno-store"),
            ("no-store-empty-members", ",,no-store,,max-age=3600"),
            ("no-store-public", "public, no-store, max-age=3600"), ("no-store-s-maxage", "s-maxage=3600, no-store"),
            ("no-store-immutable", "no-store, immutable, max-age=3600")),
        .. Forbids(Private, Level.Must, "private forbids to share.", ("private-case", "PRIVATE, max-age=3600"),
            ("private-last", "max-age=3600,private"),
            ("private-immutable", "private, immutable, max-age=3600")),
        .. Forbids(NoCache, Level.Must, "no-cache forbids to reuse unasked.", ("no-cache-case", "NO-CACHE, max-age=3600"),
            ("no-cache-s-maxage", "s-maxage=3600, no-cache"),
            ("no-cache-public", "public, max-age=3600,no-cache"),
            ("no-cache-stale", "no-cache, max-age=3600, stale-while-revalidate=3600")),
        .. Forbids(Syntax, Level.Optimal, "Badly written, it forbids all the same.",
            ("bad-no-store-argument", "no-store=foo, max-age=3600"),
            ("bad-no-store-equals", "no-store=, max-age=3600"), ("bad-no-store-quoted", "no-store=\"\", max-age=3600"),
            ("bad-private-equals", "private=, max-age=3600"),
            ("bad-private-empty", "private=\"\", max-age=3600"), ("bad-no-cache-equals", "no-cache=, max-age=3600"),
            ("bad-no-cache-empty", "no-cache=\"\", max-age=3600"),
            ("bad-open-string", "max-age=3600, foo=\"bar, no-store"),
            ("bad-open-string-private", "max-age=3600, foo=\"bar, private"),
            ("bad-no-comma", "max-age=3600 no-store"), ("bad-no-comma-private", "max-age=3600 private"),
            ("bad-semicolon", "max-age=3600; no-store"),
            ("bad-private-open", "max-age=3600, private=\"Foo"), ("bad-no-cache-open", "max-age=3600, no-cache=\"Foo"),
            ("bad-stray-quote", "max-age=3600, \", no-store, \""), ("bad-no-store-space", "max-age=3600, no-store foo"),
            ("bad-private-space", "max-age=3600, private foo")),
        .. Allows(Unknown, "What nobody knows changes nothing.", ("unknown-token", "foo, max-age=3600"),
            ("unknown-argument", "max-age=3600, foo=bar"),
            ("unknown-string", "max-age=3600, foo=\"bar, baz\""), ("unknown-no-storage", "max-age=3600, no-storage"),
            ("unknown-nostore", "nostore, max-age=3600"),
            ("unknown-privately", "max-age=3600, privately"), ("unknown-x-private", "x-private, max-age=3600"),
            ("unknown-no-cache-please", "no-cache-please, max-age=3600"),
            ("unknown-community", "max-age=3600, community=\"UCI\"")),
        .. Allows(Syntax, "What stands in a string is no directive.", ("string-no-store", "max-age=3600, foo=\"no-store\""),
            ("string-list", "foo=\"bar, no-store, private\", max-age=3600"),
            ("string-escape", "max-age=3600, foo=\"a\\\", no-store, b=\\\"\""),
            ("string-max-age", "foo=\"max-age=0\", max-age=3600")),
        .. Allows("8246 §2", "immutable changes nothing for a cache that holds it fresh.",
            ("immutable", "max-age=3600, immutable"),
            ("immutable-argument", "max-age=3600, immutable=1"), ("immutable-twice", "immutable, max-age=3600, immutable"),
            ("immutable-case", "max-age=3600, Immutable")),
        Must("8246 §2", "immutable-stale", "Once stale, immutable does not count.",
            Fetch(Ok("Cache-Control: max-age=60, immutable", "Age: 3600")), Refetch()),
        Must("8246 §2", "immutable-alone", "immutable is no lifetime.",
            Fetch(Ok("Cache-Control: immutable")), Refetch()),
        Must(NoCache, "no-cache-304", "Validated, it serves; and the next request asks again.",
            Fetch(Ok("Cache-Control: no-cache", Tag)), Revalidate(NotModified(Tag)), Revalidate(NotModified(Tag)), Refetch()),
        Must(NoCache, "no-cache-200", "A new answer takes its place.",
            Fetch(Ok("Cache-Control: no-cache", Tag)), Fetch(Ok(Fresh)), Hit(2)),
        Must(NoCache, "no-cache-500", "An error of the origin is not hidden by what is stored.",
            Fetch(Ok("Cache-Control: no-cache, max-age=3600", Tag)), Fetch(Answer(500))),
        Must(NoCache, "no-cache-no-validator", "Without a validator it is fetched each time.",
            Fetch(Ok("Cache-Control: no-cache, max-age=3600")), Fetch(Ok("Cache-Control: no-cache")),
            Fetch(Ok("Cache-Control: no-cache"))),
        Optimal(Public, "public-expires", "public stands beside any lifetime.",
            Fetch(Ok("Cache-Control: public", "Expires: {date+3600}")), Hit()),
        Optimal(Public, "public-twice", "Twice is no more than once.",
            Fetch(Ok("Cache-Control: public, public, max-age=3600")), Hit()),
        Optimal(Public, "public-argument", "An argument where none belongs is not looked at.",
            Fetch(Ok("Cache-Control: public=foo, max-age=3600")), Hit()),
        Must("9111 §5.2.2.6", "no-transform", "no-transform: the content is the origin's.",
            Fetch(Ok("Cache-Control: max-age=3600, no-transform", "Content-Type: text/plain").WithBody(new string('x', 5000)),
            "Accept-Encoding: gzip, br")
                .HasNo("Content-Encoding"),
            Hit().Saying("Accept-Encoding: gzip, br").HasNo("Content-Encoding")),
        Must("9111 §5.2.2.6", "no-transform-coding", "no-transform: nor is a coding undone.",
            Fetch(Ok("Cache-Control: max-age=3600, no-transform", "Content-Encoding: gzip"), "Accept-Encoding: gzip")
                .Has("Content-Encoding: gzip"),
            Hit().Saying("Accept-Encoding: gzip").Has("Content-Encoding: gzip")),
        Must(Syntax, "directives-three-lines", "All lines count.",
            Fetch(Ok("Cache-Control: public", "Cache-Control: max-age=3600", "Cache-Control: private")), Refetch()),
        Must(Syntax, "directives-line-order", "The order of lines does not count.",
            Fetch(Ok("Cache-Control: no-store", "Expires: {date+3600}", "Cache-Control: max-age=3600")), Refetch()),
        Optimal(Syntax, "directives-name-case", "The field's name is not case-sensitive.",
            Fetch(Ok("cACHE-cONTROL: max-age=3600")), Hit()),
        Optimal(Syntax, "directives-empty", "An empty Cache-Control says nothing.",
            Fetch(Ok("Cache-Control:", "Expires: {date+3600}")), Hit()),
        Optimal("9111 §5.4", "pragma-response", "Pragma in an answer means nothing.",
            Fetch(Ok(Fresh, "Pragma: no-cache")), Hit()),
        Optimal("9111 §5.4", "pragma-response-expires", "Nor beside Expires.",
            Fetch(Ok("Expires: {date+3600}", "Pragma: no-cache")), Hit()),
        Optimal("9111 §5.5", "warning-response", "Warning is a field like any other.",
            Fetch(Ok(Fresh, "Warning: 110 - \"stale\"")), Hit()),
        Optimal("9111 §5.5", "warning-none-added", "The cache adds none, for it is obsolete.",
            Fetch(Ok("Cache-Control: max-age=60, stale-if-error=36000", "Age: 3600")), Stale(Nothing()).HasNo("Warning")),
    ];

    private static IEnumerable<Case> Forbids(string section, Level level, string rule,
        params (string Id, string Directives)[] forms) => forms.Select(f =>
        new Case(level, section, f.Id, $"{rule} {f.Directives}", Fetch(Ok($"Cache-Control: {f.Directives}")), Refetch()));

    private static IEnumerable<Case> Allows(string section, string rule,
        params (string Id, string Directives)[] forms) => forms.Select(f =>
        Optimal(section, f.Id, $"{rule} {f.Directives}", Fetch(Ok($"Cache-Control: {f.Directives}")), Hit()));
}
