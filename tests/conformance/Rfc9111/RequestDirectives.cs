namespace CachingGateway.ConformanceTests.Rfc9111;

/// <summary>What clients may ask of a cache.</summary>
internal static class RequestDirectives
{
    private const string Aged = "Age: 100";
    private const string Overdue = "Age: 3600";
    private const string Minute = "Cache-Control: max-age=60";

    public static IReadOnlyList<Case> Cases { get; } =
    [
        .. Asks("9111 §5.2.1.1", "The client wants nothing older.",
            ("request-max-age-0", "max-age=0"), ("request-max-age-under", "max-age=50"), ("request-max-age-case", "MAX-AGE=50"),
            ("request-max-age-quoted", "max-age=\"50\""), ("request-max-age-list", "foo, max-age=50")),
        .. Serves("9111 §5.2.1.1", "What is younger will do.",
            ("request-max-age-over", "max-age=100000"), ("request-max-age-overflow", "max-age=99999999999999999999")),
        Must("9111 §5.2.1.1", "request-max-age-not-longer", "A client's max-age makes nothing fresh.",
            Fetch(Ok(Minute, Overdue)), Refetch("Cache-Control: max-age=100000")),
        Optimal("9111 §5.2.1.1", "request-max-age-304", "Asked for by the client, what is stored is validated and not fetched.",
            Fetch(Ok(Fresh, Tag, Aged)), Revalidate(NotModified(Tag, Fresh)).Saying("Cache-Control: max-age=0")
                .Sees("If-None-Match: \"a\"")),
        Optimal("9111 §5.2.1.1", "request-max-age-replaces", "What is fetched for such a client serves all others.",
            Fetch(Ok(Fresh, Aged)), Fetch(Ok(Fresh), "Cache-Control: max-age=0"), Hit(2)),
        .. Stale("What the client accepts stale is served.", ("request-max-stale", "max-stale"),
            ("request-max-stale-enough", "max-stale=100000"),
            ("request-max-stale-case", "Max-Stale"), ("request-max-stale-overflow", "max-stale=99999999999999999999")),
        .. NotStale(Minute, "Staler than the client accepts.", ("request-max-stale-under", "max-stale=10"),
            ("request-max-stale-0", "max-stale=0"),
            ("request-max-stale-none", "foo"), ("request-max-stale-letters", "max-stale=abc"),
            ("request-max-stale-negative", "max-stale=-5")),
        .. NotStale($"{Minute}, must-revalidate", "must-revalidate forbids what the client would accept.",
            ("request-max-stale-must-revalidate", "max-stale")),
        .. NotStale($"{Minute}, proxy-revalidate", "proxy-revalidate forbids what the client would accept.",
            ("request-max-stale-proxy-revalidate", "max-stale")),
        .. NotStale("Cache-Control: s-maxage=60", "s-maxage forbids what the client would accept.",
            ("request-max-stale-s-maxage", "max-stale")),
        .. NotStale($"{Minute}, no-cache", "no-cache forbids what the client would accept.",
            ("request-max-stale-no-cache", "max-stale")),
        Must("9111 §5.2.1.2", "request-max-stale-age", "What is served stale says its age.",
            Fetch(Ok(Minute, Overdue)), Hit().Saying("Cache-Control: max-stale").Age(3600)),
        Must("9111 §5.2.1.2", "request-max-stale-not-stored", "max-stale does not make a cache keep what it must not.",
            Fetch(Ok("Cache-Control: no-store, max-age=60")), Refetch("Cache-Control: max-stale")),
        Optimal("9111 §5.2.1.3", "request-min-fresh-over", "What will not stay fresh for so long will not do.",
            Fetch(Ok(Fresh, Aged)), Refetch("Cache-Control: min-fresh=3550")),
        Optimal("9111 §5.2.1.3", "request-min-fresh-under", "What stays fresh for so long will do.",
            Fetch(Ok(Fresh, Aged)), Hit().Saying("Cache-Control: min-fresh=1000")),
        Optimal("9111 §5.2.1.3", "request-min-fresh-overflow", "What overflows is very long.",
            Fetch(Ok(Fresh)), Refetch("Cache-Control: min-fresh=99999999999999999999")),
        .. Asks("9111 §5.2.1.4", "The client wants the origin asked.",
            ("request-no-cache", "no-cache"), ("request-no-cache-case", "No-Cache"),
            ("request-no-cache-list", "foo=bar, no-cache"),
            ("request-no-cache-argument", "no-cache=\"foo\"")),
        Optimal("9111 §5.2.1.4", "request-no-cache-304", "What is stored is validated and not fetched.",
            Fetch(Ok(Fresh, Tag)), Revalidate(NotModified(Tag, Fresh)).Saying("Cache-Control: no-cache")
                .Sees("If-None-Match: \"a\"")),
        Optimal("9111 §5.2.1.4", "request-no-cache-replaces", "What is fetched for such a client serves all others.",
            Fetch(Ok(Fresh)), Fetch(Ok(Fresh), "Cache-Control: no-cache"), Hit(2)),
        Optimal("9111 §5.2.1.4", "request-no-cache-lines", "Several lines are one list.",
            Fetch(Ok(Fresh)), Refetch("Cache-Control: foo", "Cache-Control: no-cache")),
        Must("9111 §5.2.1.4", "request-no-cache-error",
            "The client's no-cache is not answered from the cache because the origin is out of reach.",
            Fetch(Ok(Fresh)), Get("Cache-Control: no-cache").Answered(Nothing()).Broken()),
        .. Serves("9111 §5.2.3", "What nobody knows is no reason to ask.",
            ("request-unknown", "foo"), ("request-unknown-argument", "foo=bar, baz=\"quux\""),
            ("request-in-string", "foo=\"no-cache\""),
            ("request-in-string-list", "foo=\", no-cache, max-age=0\""), ("request-nocache", "nocache"),
            ("request-response-directive", "private, s-maxage=0")),
        Must("9111 §5.2.1.5", "request-no-store-fields", "The client's no-store: not even a variant is kept.",
            Fetch(Ok(Fresh, "Vary: Foo"), "Foo: 1", "Cache-Control: no-store"), Refetch("Foo: 1")),
        Must("9111 §5.2.1.5", "request-no-store-case", "Directives are not case-sensitive.",
            Fetch(Ok(Fresh), "Cache-Control: NO-STORE"), Refetch()),
        Should("9111 §5.2.1.7", "request-only-if-cached-none", "Nothing stored: 504, and the origin is not asked.",
            Get("Cache-Control: only-if-cached").NotAsked().Status(504)),
        Should("9111 §5.2.1.7", "request-only-if-cached", "What is stored is served.",
            Fetch(Ok(Fresh)), Hit().Saying("Cache-Control: only-if-cached")),
        Should("9111 §5.2.1.7", "request-only-if-cached-stale", "What is stored and stale is not: 504.",
            Fetch(Ok(Minute, Overdue)), Get("Cache-Control: only-if-cached").NotAsked().Status(504)),
        Should("9111 §5.2.1.7", "request-only-if-cached-max-stale", "Unless the client accepts it stale.",
            Fetch(Ok(Minute, Overdue)), Hit().Saying("Cache-Control: only-if-cached, max-stale")),
        Should("9111 §5.2.1.7", "request-only-if-cached-old",
            "What is older than the client wants is not consistent with his wishes: 504.",
            Fetch(Ok(Fresh, Aged)), Get("Cache-Control: only-if-cached, max-age=50").NotAsked().Status(504)),
        Should("9111 §5.2.1.7", "request-only-if-cached-variant", "Another variant is not what he wants: 504.",
            Fetch(Ok(Fresh, "Vary: Foo"), "Foo: 1"), Get("Foo: 2", "Cache-Control: only-if-cached").NotAsked().Status(504)),
        Should("9111 §5.2.1.7", "request-only-if-cached-304", "A condition is judged from what is stored.",
            Fetch(Ok(Fresh, Tag)), Get("Cache-Control: only-if-cached", "If-None-Match: \"a\"").NotAsked().Status(304)),
        Must("9110 §7.7", "request-no-transform", "The client's no-transform: the content is the origin's.",
            Fetch(Ok(Fresh, "Content-Type: text/plain").WithBody(new string('x', 5000)), "Cache-Control: no-transform",
            "Accept-Encoding: gzip, br")
                .HasNo("Content-Encoding"),
            Hit().Saying("Cache-Control: no-transform", "Accept-Encoding: gzip, br").HasNo("Content-Encoding")),
        Optimal("9111 §5.4", "request-pragma", "Pragma: no-cache without Cache-Control asks as no-cache does.",
            Fetch(Ok(Fresh)), Refetch("Pragma: no-cache")),
        Optimal("9111 §5.4", "request-pragma-case", "It is not case-sensitive.",
            Fetch(Ok(Fresh)), Refetch("pragma: No-Cache")),
        Optimal("9111 §5.4", "request-pragma-with", "With Cache-Control it is not looked at.",
            Fetch(Ok(Fresh)), Hit().Saying("Pragma: no-cache", "Cache-Control: max-age=1000")),
        Optimal("9111 §5.4", "request-pragma-other", "Another Pragma asks nothing.",
            Fetch(Ok(Fresh)), Hit().Saying("Pragma: foo")),
        Must("9110 §5.1", "request-pragma-passed-on", "It goes on to the origin.",
            Fetch(Ok(Fresh), "Pragma: no-cache").Sees("Pragma: no-cache")),
    ];

    private static IEnumerable<Case> Asks(string section, string rule,
        params (string Id, string Directives)[] forms) => forms.Select(f =>
        Optimal(section, f.Id, $"{rule} {f.Directives}", Fetch(Ok(Fresh, Aged)), Refetch($"Cache-Control: {f.Directives}")));

    private static IEnumerable<Case> Serves(string section, string rule,
        params (string Id, string Directives)[] forms) => forms.Select(f =>
        Optimal(section, f.Id, $"{rule} {f.Directives}", Fetch(Ok(Fresh, Aged)), Hit().Saying($"Cache-Control: {f.Directives}")));

    private static IEnumerable<Case> Stale(string rule, params (string Id, string Directives)[] forms) => forms.Select(f =>
        Optimal("9111 §5.2.1.2", f.Id, $"{rule} {f.Directives}", Fetch(Ok(Minute, Overdue)),
            Hit().Saying($"Cache-Control: {f.Directives}")));

    private static IEnumerable<Case> NotStale(string response, string rule,
        params (string Id, string Directives)[] forms) => forms.Select(f =>
        Must("9111 §5.2.1.2", f.Id, $"{rule} {f.Directives}", Fetch(Ok(response, Overdue)),
            Refetch($"Cache-Control: {f.Directives}")));
}
