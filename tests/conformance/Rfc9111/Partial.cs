namespace CachingGateway.ConformanceTests.Rfc9111;

/// <summary>Answers that are not complete, and parts of representations.</summary>
internal static class Partial
{
    private const string Incomplete = "9111 §3.3";
    private const string Combining = "9111 §3.4";
    private const string Whole = "0123456789";

    public static IReadOnlyList<Case> Cases { get; } =
    [
        .. Cut(("partial-short", $"Content-Length: 100\r\n{Fresh}\r\n\r\n{{body}}"),
            ("partial-short-tag", $"Content-Length: 100\r\n{Fresh}\r\n{Tag}\r\n\r\n{{body}}"),
            ("partial-no-body", $"Content-Length: 100\r\n{Fresh}\r\n\r\n"),
            ("partial-chunk", $"Transfer-Encoding: chunked\r\n{Fresh}\r\n\r\n64\r\n{{body}}"),
            ("partial-no-last-chunk", $"Transfer-Encoding: chunked\r\n{Fresh}\r\n\r\n5\r\nabcde\r\n"),
            ("partial-last-chunk-cut", $"Transfer-Encoding: chunked\r\n{Fresh}\r\n\r\n5\r\nabcde\r\n0\r\n"),
            ("partial-bad-chunk", $"Transfer-Encoding: chunked\r\n{Fresh}\r\n\r\nxyz\r\nabcde\r\n0\r\n\r\n"),
            ("partial-chunk-negative", $"Transfer-Encoding: chunked\r\n{Fresh}\r\n\r\n-5\r\nabcde\r\n0\r\n\r\n"),
            ("partial-chunk-long", $"Transfer-Encoding: chunked\r\n{Fresh}\r\n\r\n3\r\nabcde\r\n0\r\n\r\n")),
        Must(Incomplete, "partial-then-whole", "After an answer that broke off the whole one is fetched and kept.",
            Get().Answered(RawFresh("Content-Length: 100\r\n\r\n{body}")
                .ThenCloses()).Broken(),
            Fetch(Ok(Fresh)), Hit(2)),
        Must(Incomplete, "partial-stale-cut",
            "An answer that breaks off while validating does not replace the stored one unseen.",
            Fetch(Ok(Short, Tag)), UntilStale,
            Get().Answered(RawFresh("Content-Length: 100\r\n\r\n{body}")
                .ThenCloses())
                .Expect("an incomplete response, an error, or what is stored",
                    o => o.Response is null || o.Response.Status >= 500 || o.Response.Text == o.BodyOf(1)),
            Refetch()),
        Must(Incomplete, "partial-206", "A part does not answer for the whole.",
            Get("Range: bytes=0-3").Answered(Part(0, 3)).Status(206).Text("0123"), Refetch()),
        Must(Incomplete, "partial-206-other", "A part does not answer for another part.",
            Get("Range: bytes=0-3").Answered(Part(0, 3)).Status(206).Text("0123"),
            Get("Range: bytes=4-7").Answered(Part(4, 7)).Status(206).Text("4567")),
        Must(Incomplete, "partial-206-overlap", "Nor for a part that goes beyond it.",
            Get("Range: bytes=0-3").Answered(Part(0, 3)).Status(206).Text("0123"),
            Get("Range: bytes=2-5").Answered(Part(2, 5)).Status(206).Text("2345")),
        Must(Incomplete, "partial-206-suffix", "Nor for a suffix.",
            Get("Range: bytes=0-3").Answered(Part(0, 3)).Status(206).Text("0123"),
            Get("Range: bytes=-4").Answered(Part(6, 9)).Status(206).Text("6789")),
        Must(Incomplete, "partial-206-unit", "A part in a unit nobody knows does not answer for anything else.",
            Get("Range: lines=0-1").Answered(Answer(206, Fresh, Tag, "Content-Range: lines 0-1/10").WithBody("ab")), Refetch()),
        Must(Incomplete, "partial-206-unasked", "A part nobody asked for is not taken for a whole, whatever it says.",
            Get().Answered(Answer(206, Fresh, Tag, "Content-Range: bytes 0-9/10").WithBody(Whole)).Asked(), Refetch()),
        Must(Incomplete, "partial-206-no-content-range", "A part that does not say which it is answers for nothing.",
            Get("Range: bytes=0-3").Answered(Answer(206, Fresh, Tag).WithBody("0123")).AskedAtLeastOnce(), Refetch()),
        Must(Incomplete, "partial-206-multipart", "Several parts do not answer for the whole.",
            Get("Range: bytes=0-1,4-5").Answered(Answer(206, Fresh, Tag, "Content-Type: multipart/byteranges; boundary=x")
                .WithBody("--x\r\nContent-Range: bytes 0-1/10\r\n\r\n01\r\n"
                    + "--x\r\nContent-Range: bytes 4-5/10\r\n\r\n45\r\n--x--\r\n")
                .IfAsked("Range", WholeReply)),
            Get().Status(200).Answered(Ok().WithBody(Whole)).Text(Whole)),
        Must(Combining, "partial-other-tags", "Parts with different tags are never put together.",
            Get("Range: bytes=0-4").Answered(Part(0, 4)).Status(206),
            Get("Range: bytes=5-9").Answered(Answer(206, Fresh, "ETag: \"b\"", "Content-Range: bytes 5-9/10").WithBody("abcde")
                .IfAsked("Range", Ok(Fresh, "ETag: \"b\"").WithBody("abcdeabcde"))).Status(206).Text("abcde"),
            Get().Answered(Ok("ETag: \"c\"")).Expect("no mixture", o => o.Response?.Text is not ("01234abcde" or "01234"))),
        Must(Combining, "partial-weak-tags", "Parts with weak tags are never put together.",
            Get("Range: bytes=0-4").Answered(Weak(0, 4)).Status(206), Get("Range: bytes=5-9").Answered(Weak(5, 9)).Status(206),
            Get().Answered(Ok("ETag: \"c\"")).Expect("the origin's whole", o => o.Asked.Count > 0
                && o.Response?.Text == o.BodyOf(0))),
        Must(Combining, "partial-gap", "Parts with a gap between make no whole.",
            Get("Range: bytes=0-2").Answered(Part(0, 2)).Status(206), Get("Range: bytes=6-9").Answered(Part(6, 9)).Status(206),
            Get().Answered(WholeReply).AskedAtLeastOnce().Status(200).Text(Whole)),
        Must(Incomplete, "partial-range-miss", "A range of what is not stored is answered rightly.",
            Get("Range: bytes=2-4").Answered(Part(2, 4)).Expect("206 with the part, or the whole", o =>
                o.Response is { Status: 206, Text: "234" } or { Status: 200, Text: Whole })),
    ];

    private static Reply WholeReply => Ok(Fresh, Tag).WithBody(Whole);

    private static Reply Part(int first, int last) =>
        Answer(206, Fresh, Tag, $"Content-Range: bytes {first}-{last}/10").WithBody(Whole[first..(last + 1)])
            .IfAsked("Range", WholeReply);

    private static Reply Weak(int first, int last) => Answer(206, Fresh, "ETag: W/\"a\"",
        $"Content-Range: bytes {first}-{last}/10")
            .WithBody(Whole[first..(last + 1)]).IfAsked("Range", Ok("Cache-Control: no-store").WithBody(Whole));

    private static IEnumerable<Case> Cut(params (string Id, string Answer)[] answers) => answers.Select(a =>
        Must(Incomplete, a.Id, "An answer that breaks off is not passed for a whole, and not kept.",
            Get().Answered(Raw($"HTTP/1.1 200 OK\r\nDate: {{date}}\r\n{a.Answer}").ThenCloses()).Broken(), Refetch()));
}
