using System.Globalization;

namespace CachingGateway.ConformanceTests.Rfc9111;

/// <summary>Every final status may be kept with an explicit lifetime; few without, and few under must-understand.</summary>
internal static class StoredStatuses
{
    private const string Permission = "9111 §3";
    private const string Heuristic = "9111 §4.2.2";
    private const string Understanding = "9111 §5.2.2.3";

    private static readonly int[] WithBody =
        [200, 203, 299, 300, 301, 302, 303, 307, 308, 400, 403, 404, 405, 410, 414, 418, 451, 499, 500, 501, 502, 503, 504, 599];

    // RFC 9110 §15.1, without 206, which needs a range.
    private static readonly int[] HeuristicallyCacheable = [200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501];

    private static readonly int[] NotHeuristicallyCacheable = [201, 202, 299, 302, 303, 307, 400, 403, 418, 500, 502, 503, 504,
        599];

    public static IReadOnlyList<Case> Cases { get; } =
    [
        .. WithBody.Select(s => Optimal(Permission, Id("status", s),
            $"A {s} with a lifetime is kept, whether or not it is known.",
            Fetch(Answer(s, Fresh, "Location: {path}/there")), Hit().Status(s).Has("Location: {path}/there"))),
        .. WithBody.Select(s => Must("9111 §5.2.2.5", Id("status-no-store", s), $"A {s} that says no-store is not kept.",
            Fetch(Answer(s, "Cache-Control: no-store, max-age=3600")), Refetch())),
        Optimal(Permission, "status-204", "A 204 with a lifetime is kept.",
            Fetch(Answer(204, Fresh)).Text(""), Hit().Status(204).Text("")),
        Optimal(Permission, "status-204-then-body",
            "A 204 from the cache has no body, so the next response on the connection is not mistaken.",
            Fetch(Answer(204, Fresh)).Text(""), Hit().Status(204).Text("").NothingFollows()),
        Must(Permission, "status-206-whole", "A 206 nobody asked for a range of does not answer as a whole.",
            Get().Answered(Answer(206, Fresh, "Content-Range: bytes 0-2/10").WithBody("abc")).Asked(), Refetch()),
        Must(Permission, "status-304-unsolicited", "A 304 that nobody asked for is not kept.",
            Get().Answered(Raw($"HTTP/1.1 304 Not Modified\r\nDate: {{date}}\r\n{Fresh}\r\nETag: \"a\"\r\n\r\n")).Asked(),
            Refetch()),
        Must(Permission, "status-412", "The answer to a failed precondition is not the answer to a plain GET.",
            Get("If-Match: \"other\"").Answered(Answer(412, Fresh)).Asked(), Refetch()),
        Must(Permission, "status-416", "The answer to an unsatisfiable range is not the answer to a plain GET.",
            Get("Range: bytes=1000-").Answered(Answer(416, Fresh, "Content-Range: bytes */10")).Asked(), Refetch()),
        .. HeuristicallyCacheable.Select(s => Optimal(Heuristic, Id("heuristic", s),
            $"A {s} without a lifetime is kept by its Last-Modified.",
            Get().Answered(Answer(s, Modified)).Asked().Status(s), Get().NotAsked().Status(s))),
        .. NotHeuristicallyCacheable.Select(s => Must(Heuristic, Id("heuristic-none", s),
            $"A {s} without a lifetime is not kept by a guess.",
            Get().Answered(Answer(s, Modified)).Asked().Status(s), Refetch())),
        .. new[] { 201, 302, 307, 403, 500 }.Select(s => Optimal(Heuristic, Id("heuristic-public", s),
            $"public makes a {s} heuristically cacheable.",
            Fetch(Answer(s, Modified, "Cache-Control: public")), Hit().Status(s))),
        Must(Understanding, "must-understand-unknown", "must-understand: a status nobody knows is not kept.",
            Fetch(Answer(299, "Cache-Control: must-understand, max-age=3600")), Refetch()),
        Must(Understanding, "must-understand-unknown-4xx", "must-understand: nor is an unknown error.",
            Fetch(Answer(499, "Cache-Control: max-age=3600, must-understand")), Refetch()),
        Must(Understanding, "must-understand-unknown-no-store", "must-understand with no-store: an unknown status is not kept.",
            Fetch(Answer(299, "Cache-Control: must-understand, no-store, max-age=3600")), Refetch()),
        Optimal(Understanding, "must-understand-known", "must-understand: a status that is understood is kept.",
            Fetch(Answer(404, "Cache-Control: must-understand, max-age=3600")), Hit().Status(404)),
        Should(Understanding, "must-understand-known-no-store", "must-understand beats no-store where the status is understood.",
            Fetch(Ok("Cache-Control: must-understand, no-store, max-age=3600")), Hit()),
        Should(Understanding, "must-understand-no-store-404", "So it does for a 404.",
            Fetch(Answer(404, "Cache-Control: no-store, must-understand, max-age=3600")), Hit().Status(404)),
        Must(Understanding, "must-understand-private", "must-understand does not beat private.",
            Fetch(Ok("Cache-Control: must-understand, private, max-age=3600")), Refetch()),
        Must(Understanding, "must-understand-request", "must-understand is the origin's to say, not the client's.",
            Fetch(Ok("Cache-Control: no-store, max-age=3600"), "Cache-Control: must-understand"), Refetch()),
    ];

    private static string Id(string what, int status) => string.Create(CultureInfo.InvariantCulture, $"{what}-{status}");
}
