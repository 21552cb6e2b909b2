using System.Globalization;

namespace CachingGateway.ConformanceTests.Rfc9111;

/// <summary>What unsafe requests do to stored answers.</summary>
internal static class Invalidating
{
    private const string Section = "9111 §4.4";

    private static readonly string[] Unsafe = ["PUT", "POST", "DELETE", "PATCH", "FROB", "MKCOL", "put"];

    public static IReadOnlyList<Case> Cases { get; } =
    [
        .. Unsafe.Select(m => Must(Section, m == "put" ? "invalidate-lower-put" : $"invalidate-{m.ToLowerInvariant()}",
            $"{m} that succeeds ends the use of what is stored.",
            Fetch(Ok(Fresh)), Unsafely(m, Ok()), Refetch())),
        .. new[] { 201, 202, 204, 205, 299, 301, 302, 303, 307,
            308 }.Select(s => Must(Section, Id("invalidate-by", s), $"A {s} is no error: what is stored is out of use.",
            Fetch(Ok(Fresh)), Unsafely("POST", Answer(s, "Location: /elsewhere")), Refetch())),
        .. new[] { 400, 401, 403, 404, 405, 409, 412, 415, 422,
            429 }.Select(s => Optimal(Section, Id("invalidate-not-by", s), $"A {s} refuses the request: what is stored stays.",
            Fetch(Ok(Fresh)), Unsafely("POST", Answer(s)), Hit())),
        .. new[] { "OPTIONS", "HEAD" }.Select(m => Optimal(Section, $"invalidate-not-{m.ToLowerInvariant()}",
            $"{m} is safe: what is stored stays.",
            Fetch(Ok(Fresh)), Request(m).Answered(Ok(Fresh)), Hit())),
        Must(Section, "invalidate-then-kept", "What is fetched afterwards is kept again.",
            Fetch(Ok(Fresh)), Unsafely("PUT", Ok()), Fetch(Ok(Fresh)), Hit(3)),
        Must(Section, "invalidate-variants", "All variants of the target are out of use.",
            Fetch(Ok(Fresh, "Vary: Foo"), "Foo: 1"), Fetch(Ok(Fresh, "Vary: Foo"), "Foo: 2"), Unsafely("PUT", Ok()),
            Refetch("Foo: 1"), Refetch("Foo: 2")),
        Must(Section, "invalidate-stale-too", "What is out of use is not served when the origin is out of reach.",
            Fetch(Ok("Cache-Control: max-age=3600, stale-if-error=3600")), Unsafely("PUT", Ok()),
            Get().Answered(Nothing()).Broken()),
        Must(Section, "invalidate-while-revalidate", "Nor while it is being refreshed.",
            Fetch(Ok("Cache-Control: max-age=3600, stale-while-revalidate=3600")), Unsafely("PUT", Ok()), Refetch()),
        Must(Section, "invalidate-query", "The target is the whole target, with its query.",
            Fetch(Ok(Fresh)).At("?a=1"), Unsafely("PUT", Ok()).At("?a=1"), Refetch().At("?a=1")),
        Optimal(Section, "invalidate-not-other-query", "Another query is another target and stays.",
            Fetch(Ok(Fresh)).At("?a=1"), Unsafely("PUT", Ok()).At("?a=2"), Hit().At("?a=1")),
        Optimal(Section, "invalidate-not-other-host", "Another host is another target and stays.",
            Fetch(Ok(Fresh)), Unsafely("PUT", Ok()).Saying("Host: other.test"), Hit()),
        Must(Section, "invalidate-chunked", "A request whose body comes in chunks is no exception.",
            Fetch(Ok(Fresh)), Request("POST", "Transfer-Encoding: chunked").Raw("1\r\nx\r\n0\r\n\r\n").Answered(Ok()).Asked(),
            Refetch()),
        Must(Section, "invalidate-no-store", "The client's no-store is no exception.",
            Fetch(Ok(Fresh)), Unsafely("POST", Ok()).Saying("Cache-Control: no-store"), Refetch()),
        Must(Section, "invalidate-authorized", "Nor are credentials.",
            Fetch(Ok("Cache-Control: public, max-age=3600")), Unsafely("POST", Ok()).Saying("Authorization: Basic eDp5"),
            Refetch()),
        .. Named("Location", "location"), .. Named("Content-Location", "content-location"),
        Must(Section, "invalidate-not-itself-only", "A Location does not save the target itself.",
            Fetch(Ok(Fresh)), Unsafely("POST", Answer(201, "Location: {path}/other")), Refetch()),
        Must(Section, "invalidate-bad-location", "A Location that is none does no harm and saves nothing.",
            Fetch(Ok(Fresh)), Unsafely("POST", Answer(201, "Location: http://[::bad/%zz")), Refetch()),
        Optimal(Section, "invalidate-location-error", "A Location in an error names nothing.",
            Fetch(Ok(Fresh)).At("/other"), Unsafely("POST",
            Answer(404, "Location: {path}/other", "Content-Location: {path}/other")), Hit().At("/other")),
        Optimal(Section, "invalidate-location-safe", "A Location in the answer to a GET names nothing.",
            Fetch(Ok(Fresh)).At("/other"), Get().Answered(Answer(302, "Location: {path}/other")).Asked(), Hit().At("/other")),
    ];

    private static Exchange Unsafely(string method, Reply reply) => Request(method).Sending("x").Answered(reply).Asked()
        .Status(reply.Status);

    private static IEnumerable<Case> Named(string field, string id) =>
    [
        Optimal(Section, $"invalidate-{id}-path", $"{field} of the same origin, as a path: out of use as well.",
            Fetch(Ok(Fresh)).At("/other"), Unsafely("POST", Answer(201, $"{field}: {{path}}/other")), Refetch().At("/other")),
        Optimal(Section, $"invalidate-{id}-absolute", $"{field} of the same origin, in full: out of use as well.",
            Fetch(Ok(Fresh)).At("/other"), Unsafely("POST", Answer(201, $"{field}: http://{{host}}{{path}}/other")),
            Refetch().At("/other")),
        Optimal(Section, $"invalidate-{id}-relative", $"{field} relative to the target: out of use as well.",
            Fetch(Ok(Fresh)).At("/other"), Unsafely("POST", Ok($"{field}: other")).At("/this"), Refetch().At("/other")),
        Optimal(Section, $"invalidate-{id}-query", $"{field} with a query: that target, and not the one without.",
            Fetch(Ok(Fresh)).At("/other?a=1"), Fetch(Ok(Fresh)).At("/other"),
            Unsafely("POST", Ok($"{field}: {{path}}/other?a=1")),
            Hit(2).At("/other"), Refetch().At("/other?a=1")),
        Must(Section, $"invalidate-{id}-other-host", $"{field} of another origin stays in use.",
            Fetch(Ok(Fresh), "Host: other.test").At("/other"), Unsafely("POST", Ok($"{field}: http://other.test{{path}}/other")),
            Hit().At("/other").Saying("Host: other.test")),
        Must(Section, $"invalidate-{id}-other-port", $"{field} of another port is of another origin.",
            Fetch(Ok(Fresh), "Host: cache.test:8080").At("/other"),
            Unsafely("POST", Ok($"{field}: http://{{host}}:8080{{path}}/other")),
            Hit().At("/other").Saying("Host: cache.test:8080")),
        Must(Section, $"invalidate-{id}-other-host-own", $"{field} of another origin does not touch the same path here.",
            Fetch(Ok(Fresh)).At("/other"), Unsafely("POST", Ok($"{field}: http://other.test{{path}}/other")), Hit().At("/other")),
    ];

    private static string Id(string what, int status) => string.Create(CultureInfo.InvariantCulture, $"{what}-{status}");
}
