namespace CachingGateway.ConformanceTests.Extensions;

/// <summary>RFC 5861: stale while it is revalidated, stale if the origin errs.</summary>
internal static class StaleControls
{
    private const string While = "5861 §3";
    private const string IfError = "5861 §4";

    // Stale for an hour less a minute on arrival, and for two hours more to be served.
    private const string Overdue = "Age: 3600";

    public static IReadOnlyList<Case> Cases { get; } =
    [
        Optimal(While, "swr", "Within the window what is stored is served at once, and the origin is asked meanwhile.",
            Fetch(Ok($"{Short}, stale-while-revalidate=3600")), UntilStale, Stale(Ok(Fresh)).Later(), Get().NotAsked().From(2).Eventually()),
        Optimal(While, "swr-on-arrival", "So it is with what was stale when it came.",
            Fetch(Ok("Cache-Control: max-age=60, stale-while-revalidate=36000", Overdue)), Stale(Ok(Fresh)).Later(), Get().NotAsked().From(2).Eventually()),
        Optimal(While, "swr-304", "The origin is asked with the validator, and a 304 makes it fresh.",
            Fetch(Ok($"{Short}, stale-while-revalidate=3600", Tag)), UntilStale, Stale(NotModified(Tag, Fresh)).Later().Sees("If-None-Match: \"a\""),
            Get().NotAsked().From(1).Expect("fresh", o => o.Response?.Header("Cache-Control") == "max-age=3600").Eventually()),
        Optimal(While, "swr-error", "An error of the origin does not end the window.",
            Fetch(Ok("Cache-Control: max-age=60, stale-while-revalidate=36000", Overdue)), Stale(Answer(500)).Later(), Stale(Answer(500))),
        Optimal(While, "swr-condition", "A client's condition is judged within the window.",
            Fetch(Ok("Cache-Control: max-age=60, stale-while-revalidate=36000", Overdue, Tag)),
            Get("If-None-Match: \"a\"").Answered(NotModified(Tag, Fresh)).Status(304).Later()),
        Should(While, "swr-age", "What is served stale says its age.",
            Fetch(Ok("Cache-Control: max-age=60, stale-while-revalidate=36000", Overdue)), Stale(Ok()).Later().Age(3600)),
        Optimal(While, "swr-fresh", "While it is fresh nobody asks.",
            Fetch(Ok($"{Fresh}, stale-while-revalidate=3600")), Hit()),
        .. Synchronous(While, "Out of the window the origin is asked first.", ("swr-over", "max-age=60, stale-while-revalidate=60"),
            ("swr-0", "max-age=60, stale-while-revalidate=0"), ("swr-none", "max-age=60")),
        .. Synchronous(While, "What is no number is no window.", ("swr-letters", "max-age=60, stale-while-revalidate=abc"), ("swr-negative", "max-age=60, stale-while-revalidate=-5"),
            ("swr-bare", "max-age=60, stale-while-revalidate"), ("swr-empty", "max-age=60, stale-while-revalidate="), ("swr-in-string", "max-age=60, foo=\"stale-while-revalidate=36000\"")),
        .. Synchronous("9111 §4.2.4", "What must be revalidated is not served stale.", ("swr-must-revalidate", "max-age=60, must-revalidate, stale-while-revalidate=36000"),
            ("swr-proxy-revalidate", "max-age=60, stale-while-revalidate=36000, proxy-revalidate"), ("swr-s-maxage", "s-maxage=60, stale-while-revalidate=36000"),
            ("swr-no-cache", "max-age=60, no-cache, stale-while-revalidate=36000")),
        Must(While, "swr-no-lifetime", "A window is no lifetime.",
            Fetch(Ok("Cache-Control: stale-while-revalidate=3600")), Refetch()),
        Must(While, "swr-no-store", "A window is no permission to keep.",
            Fetch(Ok("Cache-Control: no-store, max-age=60, stale-while-revalidate=36000", Overdue)), Refetch()),
        Optimal(While, "swr-case", "The name is not case-sensitive.",
            Fetch(Ok("Cache-Control: max-age=60, Stale-While-Revalidate=36000", Overdue)), Stale(Ok()).Later()),
        Must(While, "swr-vary", "The window is the variant's own.",
            Fetch(Ok("Cache-Control: max-age=60, stale-while-revalidate=36000", Overdue, "Vary: Foo"), "Foo: 1"), Refetch("Foo: 2")),
        .. new[] { 500, 502, 503, 504 }.Select(s => Optimal(IfError, $"sie-{s}", $"A {s} of the origin: what is stored is served.",
            Fetch(Ok("Cache-Control: max-age=60, stale-if-error=36000", Overdue)), Stale(Answer(s)).AskedAtLeastOnce())),
        Optimal(IfError, "sie-closed", "An origin that closes the connection: what is stored is served.",
            Fetch(Ok("Cache-Control: max-age=60, stale-if-error=36000", Overdue)), Stale(Nothing()).AskedAtLeastOnce()),
        Optimal(IfError, "sie-waited", "So it is with what became stale in the cache.",
            Fetch(Ok($"{Short}, stale-if-error=3600", Tag)), UntilStale, Stale(Answer(503)).AskedAtLeastOnce()),
        .. new[] { 400, 403, 404, 410, 429, 501, 505 }.Select(s => Must(IfError, $"sie-not-{s}", $"A {s} is an answer, not an error in this sense.",
            Fetch(Ok("Cache-Control: max-age=60, stale-if-error=36000", Overdue)), Fetch(Answer(s)))),
        Must(IfError, "sie-asked", "An origin that answers is not passed over.",
            Fetch(Ok("Cache-Control: max-age=60, stale-if-error=36000", Overdue)), Fetch(Ok(Fresh)), Hit(2)),
        Should(IfError, "sie-over", "Staler than allowed: the error goes through.",
            Fetch(Ok("Cache-Control: max-age=60, stale-if-error=60", Overdue)), Fetch(Answer(500))),
        Should(IfError, "sie-0", "A window of 0 is none.",
            Fetch(Ok("Cache-Control: max-age=60, stale-if-error=0", Overdue)), Fetch(Answer(500))),
        Should(IfError, "sie-letters", "What is no number is no window.",
            Fetch(Ok("Cache-Control: max-age=60, stale-if-error=abc", Overdue)), Fetch(Answer(500))),
        .. new[] { "must-revalidate", "proxy-revalidate", "no-cache" }.Select(d => Must("9111 §4.2.4", $"sie-{d}", $"{d} forbids to hide an error.",
            Fetch(Ok($"Cache-Control: max-age=60, stale-if-error=36000, {d}", Overdue, Tag)), Get().Answered(Answer(500)).Broken())),
        Must("9111 §4.2.4", "sie-s-maxage", "s-maxage forbids to hide an error.",
            Fetch(Ok("Cache-Control: s-maxage=60, stale-if-error=36000", Overdue)), Get().Answered(Answer(500)).Broken()),
        Should(IfError, "sie-age", "What is served stale says its age.",
            Fetch(Ok("Cache-Control: max-age=60, stale-if-error=36000", Overdue)), Stale(Answer(500)).Age(3600)),
        Optimal(IfError, "sie-recovers", "When the origin is well again, its new answer is served.",
            Fetch(Ok("Cache-Control: max-age=60, stale-if-error=36000", Overdue)), Stale(Answer(500)), Fetch(Ok(Fresh)), Hit(3)),
        Optimal(IfError, "sie-error-kept-out", "An error with a lifetime does not take the place of what may be served instead of it.",
            Fetch(Ok("Cache-Control: max-age=60, stale-if-error=36000", Overdue)), Stale(Answer(503, Fresh)), Stale(Answer(503, Fresh))),
        Optimal(IfError, "sie-request", "A client may ask for it.",
            Fetch(Ok("Cache-Control: max-age=60", Overdue)), Stale(Answer(503)).Saying("Cache-Control: stale-if-error=36000")),
        Should(IfError, "sie-request-over", "No staler than the client says.",
            Fetch(Ok("Cache-Control: max-age=60, stale-if-error=60", Overdue)), Fetch(Answer(503), "Cache-Control: stale-if-error=60")),
        Must("9111 §4.2.4", "sie-request-must-revalidate", "The client does not overrule must-revalidate.",
            Fetch(Ok("Cache-Control: max-age=60, must-revalidate", Overdue, Tag)), Get("Cache-Control: stale-if-error=36000").Answered(Answer(503)).Broken()),
        Must(IfError, "sie-nothing-stored", "Where nothing is stored the error goes through.",
            Fetch(Answer(503), "Cache-Control: stale-if-error=3600")),
        Must(IfError, "sie-private", "A window is no permission to keep.",
            Fetch(Ok("Cache-Control: private, max-age=60, stale-if-error=36000", Overdue)), Fetch(Answer(500))),
    ];

    private static IEnumerable<Case> Synchronous(string section, string rule, params (string Id, string Directives)[] forms) => forms.Select(f =>
        Must(section, f.Id, $"{rule} {f.Directives}", Fetch(Ok($"Cache-Control: {f.Directives}", Overdue)), Refetch()));
}
