namespace CachingGateway.ConformanceTests.Rfc9110;

/// <summary>Parts that are answered from a stored whole of ten bytes.</summary>
internal static class Ranges
{
    private const string Section = "9110 §14.2";
    private const string IfRange = "9110 §13.1.5";
    private const string Unsatisfiable = "9110 §15.5.17";
    private const string Part = "9110 §15.3.7";
    private const string Whole = "0123456789";

    public static IReadOnlyList<Case> Cases { get; } =
    [
        .. Served(("range-first", "bytes=0-3", "0-3"), ("range-middle", "bytes=4-6", "4-6"), ("range-one", "bytes=0-0", "0-0"),
            ("range-last-one", "bytes=9-9", "9-9"),
            ("range-open", "bytes=5-", "5-9"), ("range-open-all", "bytes=0-", "0-9"), ("range-suffix", "bytes=-3", "7-9"),
            ("range-suffix-one", "bytes=-1", "9-9"),
            ("range-suffix-long", "bytes=-100", "0-9"), ("range-beyond", "bytes=5-100", "5-9"), ("range-all", "bytes=0-9", "0-9"),
            ("range-unit-case", "Bytes=0-3", "0-3"), ("range-zeros", "bytes=0000-0003", "0-3"),
            ("range-overflow", "bytes=5-99999999999999999999", "5-9")),
        .. Refused(("unsatisfiable-at-end", "bytes=10-"), ("unsatisfiable-beyond", "bytes=100-200"),
            ("unsatisfiable-suffix-0", "bytes=-0"),
            ("unsatisfiable-all", "bytes=20-30,40-50"), ("unsatisfiable-overflow", "bytes=99999999999999999999-")),
        .. Ignored(("range-unit-unknown", "lines=0-3"), ("range-unit-none", "0-3"), ("range-empty", "")),
        .. Malformed(("range-backwards", "bytes=3-1"), ("range-letters", "bytes=a-b"), ("range-no-dash", "bytes=3"),
            ("range-only-dash", "bytes=-"),
            ("range-nothing", "bytes="), ("range-space", "bytes 0-3"), ("range-two-dashes", "bytes=0-3-5"),
            ("range-negative", "bytes=--3"),
            ("range-backwards-of-two", "bytes=0-1,5-3"), ("range-fraction", "bytes=0.5-3"), ("range-plus", "bytes=+0-3")),
        .. Several(("ranges-two", "bytes=0-1,8-9", "0-1", "8-9"), ("ranges-space", "bytes=0-1, 8-9", "0-1", "8-9"),
            ("ranges-suffix", "bytes=0-0,-1", "0-0", "9-9"),
            ("ranges-order", "bytes=8-9,0-1", "0-1", "8-9"), ("ranges-three", "bytes=0-0,4-4,8-8", "0-0", "8-8")),
        Optimal(Section, "ranges-one-satisfiable", "Of two, one of which lies beyond the end, the other is served.",
            Fetch(Stored()), Get("Range: bytes=0-1,100-200").NotAsked().Expect("206 with 0-1, or the whole", o =>
                o.Response is { Status: 206 } r ? r.Text.Contains("01", StringComparison.Ordinal) : o.Response?.Text == Whole)),
        Optimal(Section, "ranges-overlapping", "Many that overlap are not worth their bytes: no answer of many times the whole.",
            Fetch(Stored()), Get($"Range: bytes={string.Join(',', Enumerable.Repeat("0-", 200))}").Expect("a short answer",
            o => o.Response?.Body.Length < 1000)),
        Must(Part, "part-fields", "A part has the fields that the whole would have had.",
            Fetch(Stored("Vary: Foo", "Content-Location: /x", "Foo: bar", "Content-Type: text/x-odd")),
            Get("Range: bytes=0-3").NotAsked().Status(206).Has(Fresh, "ETag: \"a\"", "Vary: Foo", "Content-Location: /x",
                "Content-Type: text/x-odd",
                "Content-Length: 4", "Content-Range: bytes 0-3/10", "Date")),
        Must("9111 §4", "part-age", "A part from the cache says its age.",
            Fetch(Stored("Age: 100")), Get("Range: bytes=0-3").NotAsked().Status(206).Age(100)),
        Must("9110 §14.2", "range-head", "A Range on a HEAD is not looked at.",
            Fetch(Stored()), Request("HEAD", "Range: bytes=0-3").Answered(Stored()).Status(200).Has("Content-Length: 10")
                .HasNo("Content-Range")),
        Must(Section, "range-404", "A part of an error is the error.",
            Fetch(Answer(404, Fresh).WithBody(Whole)), Get("Range: bytes=0-3").Answered(Answer(404).WithBody(Whole)).Status(404)
                .Text(Whole)),
        Must("9110 §13.2.2", "range-304", "A condition comes before a range.",
            Fetch(Stored()), Get("Range: bytes=0-3", "If-None-Match: \"a\"").NotAsked().Status(304).Text("")),
        Must("9110 §13.2.2", "range-condition-fails", "A condition that fails leaves the range in force, or the whole.",
            Fetch(Stored()), Get("Range: bytes=0-3", "If-None-Match: \"x\"").NotAsked().Expect("206 or 200", o =>
                o.Response is { Status: 206, Text: "0123" } or { Status: 200, Text: Whole })),
        Optimal(Section, "range-chunked", "A whole that came in chunks has parts too.",
            Fetch(RawFresh($"{Tag}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n").WithBody(Whole)),
            Get("Range: bytes=3-5").NotAsked().Status(206).Text("345").Has("Content-Range: bytes 3-5/10")),
        Optimal(Section, "range-no-validator", "A whole without a validator has parts too.",
            Fetch(Ok(Fresh).WithBody(Whole)), Get("Range: bytes=3-5").NotAsked().Status(206).Text("345")),
        Optimal(Section, "range-stale", "A part of what is stale is asked for with its tag, and served when it holds.",
            Fetch(Ok(Short, Tag).WithBody(Whole)), UntilStale,
            Get("Range: bytes=3-5").Answered(NotModified(Tag, Fresh)).Asked().Sees("If-None-Match: \"a\"").Status(206)
                .Text("345")),
        .. Conditional(true, ("if-range-tag", "\"a\""), ("if-range-date", "Mon, 01 Jan 2001 00:00:00 GMT")),
        .. Conditional(false, ("if-range-other", "\"x\""), ("if-range-weak", "W/\"a\""),
            ("if-range-later", "Tue, 02 Jan 2001 00:00:00 GMT"),
            ("if-range-earlier", "Sun, 31 Dec 2000 00:00:00 GMT"), ("if-range-garbage", "a"), ("if-range-star", "*"),
            ("if-range-empty", ""), ("if-range-list", "\"a\", \"b\"")),
        Must(IfRange, "if-range-both-weak", "Weak tags are not equal enough for a part.",
            Fetch(Ok(Fresh, "ETag: W/\"a\"").WithBody(Whole)),
            Get("Range: bytes=0-3", "If-Range: W/\"a\"").Answered(Ok().WithBody(Whole)).Status(200).Text(Whole)),
        Must(IfRange, "if-range-alone", "If-Range without Range is nothing.",
            Fetch(Stored()), Hit().Saying("If-Range: \"x\"")),
        Must(IfRange, "if-range-unsatisfiable", "An If-Range that fails makes a hopeless range hopeless no more.",
            Fetch(Stored()), Get("Range: bytes=100-", "If-Range: \"x\"").Answered(Ok().WithBody(Whole)).Status(200).Text(Whole)),
        Must(IfRange, "if-range-no-validator", "If-Range against what has no validator fails.",
            Fetch(Ok(Fresh).WithBody(Whole)),
            Get("Range: bytes=0-3", "If-Range: \"a\"").Answered(Ok().WithBody(Whole)).Status(200).Text(Whole)),
    ];

    private static Reply Stored(params string[] fields) => Ok([Fresh, Tag, Modified, .. fields]).WithBody(Whole);

    private static IEnumerable<Case> Served(params (string Id, string Range, string Part)[] ranges) => ranges.Select(r =>
        Optimal(Section, r.Id, $"{r.Range} of ten bytes is {r.Part}.",
            Fetch(Stored()), Get($"Range: {r.Range}").NotAsked().Status(206).Has($"Content-Range: bytes {r.Part}/10")
                .Text(Bytes(r.Part))));

    private static IEnumerable<Case> Refused(params (string Id, string Range)[] ranges) => ranges.Select(r =>
        Optimal(Unsatisfiable, r.Id, $"{r.Range} of ten bytes is none: 416, which says how many there are.",
            Fetch(Stored()), Get($"Range: {r.Range}").NotAsked().Status(416).Has("Content-Range: bytes */10"), Hit()));

    private static IEnumerable<Case> Ignored(params (string Id, string Range)[] ranges) => ranges.Select(r =>
        Must(Section, r.Id, $"{r.Range} is no range in bytes: the whole.", Fetch(Stored()), Hit().Saying($"Range: {r.Range}")));

    private static IEnumerable<Case> Malformed(params (string Id, string Range)[] ranges) => ranges.Select(r =>
        Must("9110 §14.1.1", r.Id, $"{r.Range} is not valid: the whole, or a refusal.",
            Fetch(Stored()), Get($"Range: {r.Range}").NotAsked().Expect("200, 400 or 416", o =>
                o.Response is { Status: 200, Text: Whole } or { Status: 400 or 416 }), Hit()));

    private static IEnumerable<Case> Several(params (string Id, string Range, string First,
        string Last)[] ranges) => ranges.Select(r =>
        Optimal("9110 §14.6", r.Id, $"{r.Range}: several parts, or the whole.",
            Fetch(Stored()), Get($"Range: {r.Range}").NotAsked().Expect("multipart/byteranges with each part, or the whole", o =>
                o.Response is { Status: 200, Text: Whole } || (o.Response is { Status: 206 } s
                    && s.Header("Content-Range") is null
                    && s.Header("Content-Type")?.StartsWith("multipart/byteranges", StringComparison.Ordinal) == true
                        && HasPart(s.Text, r.First) && HasPart(s.Text, r.Last)))));

    private static bool HasPart(string text, string part) =>
        text.Contains($"Content-Range: bytes {part}/10", StringComparison.OrdinalIgnoreCase)
            && text.Contains($"\r\n\r\n{Bytes(part)}\r\n--", StringComparison.Ordinal);

    private static IEnumerable<Case> Conditional(bool holds,
        params (string Id, string Condition)[] conditions) => conditions.Select(c => holds
        ? Optimal(IfRange, c.Id, $"If-Range: {c.Condition} holds: the part.",
            Fetch(Stored()), Get("Range: bytes=0-3", $"If-Range: {c.Condition}").NotAsked().Status(206).Text("0123"))
        : Must(IfRange, c.Id, $"If-Range: {c.Condition} does not hold: the whole.",
            Fetch(Stored()), Get("Range: bytes=0-3", $"If-Range: {c.Condition}").Answered(Ok().WithBody(Whole)).Status(200)
                .Text(Whole)));

    private static string Bytes(string part) => part.Split('-') is [var first, var last]
        ? Whole[(first[0] - '0')..(last[0] - '0' + 1)] : throw new ArgumentException("No part.", nameof(part));
}
