namespace CachingGateway.ConformanceTests.Rfc9110;

/// <summary>What every proxy owes to both sides: hops, Via, interim responses, bodies that are none.</summary>
internal static class Intermediaries
{
    private const string Connection = "9110 §7.6.1";
    private const string Via = "9110 §7.6.3";
    private const string Interim = "9110 §15.2";
    private const string Hints = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n";
    private const string Continue = "HTTP/1.1 100 Continue\r\n\r\n";

    public static IReadOnlyList<Case> Cases { get; } =
    [
        Must(Connection, "hop-named", "What Connection names does not reach the origin.",
            Fetch(Ok(Fresh), "Connection: Foo", "Foo: 1", "Bar: 1").SeesNo("Foo").Sees("Bar: 1")),
        Must(Connection, "hop-named-case", "Names are not case-sensitive.",
            Fetch(Ok(Fresh), "connection: fOO", "Foo: 1").SeesNo("Foo")),
        Must(Connection, "hop-named-beside", "Whatever else Connection says.",
            Fetch(Ok(Fresh), "Connection: keep-alive, Foo", "Foo: 1").SeesNo("Foo")),
        Must(Connection, "hop-named-empty", "Empty members of the list are nothing.",
            Fetch(Ok(Fresh), "Connection: ,Foo ,, Bar,", "Foo: 1", "Bar: 1").SeesNo("Foo", "Bar")),
        Must(Connection, "hop-named-lines", "All lines of Connection count.",
            Fetch(Ok(Fresh), "Connection: Foo", "Connection: Bar", "Foo: 1", "Bar: 1").SeesNo("Foo", "Bar")),
        .. new[] { "Keep-Alive: timeout=5", "Proxy-Connection: keep-alive", "TE: gzip", "Upgrade: foo/1" }.Select(line => Must(
            Connection, $"hop-{line.Split(':')[0].ToLowerInvariant()}",
            $"{line.Split(':')[0]} is for one connection: it does not reach the origin.",
            Fetch(Ok(Fresh), "Connection: close", line).SeesNo(line))),
        Must(Connection, "hop-close", "The client's close does not close the way to the origin.",
            Fetch(Ok(Fresh), "Connection: close").SeesNo("Connection: close")),
        Must(Connection, "hop-variant", "A field that Connection names is no variant's value.",
            Fetch(Ok(Fresh, "Vary: Foo"), "Foo: 1", "Connection: Foo").SeesNo("Foo"), Refetch("Foo: 1")),
        Must(Via, "via-request", "The origin is told by Via that a proxy asks.",
            Fetch(Ok(Fresh)).Expect("Via: 1.1 name",
            o => o.Asked[0].Header("Via")?.StartsWith("1.1 ", StringComparison.Ordinal) == true)),
        Must(Via, "via-request-appended", "Behind those before us.",
            Fetch(Ok(Fresh), "Via: 1.0 fred, 1.1 p.example").Expect("appended", o =>
                o.Asked[0].Header("Via") is { } via && via.StartsWith("1.0 fred, 1.1 p.example, 1.1 ",
                    StringComparison.Ordinal))),
        Optimal(Via, "via-response", "The client is told as well.",
            Fetch(Ok(Fresh)).Has("Via"), Hit().Has("Via")),
        Must(Via, "via-response-appended", "Behind those before us, from the cache too.",
            Fetch(Ok(Fresh, "Via: 1.1 backend")).Expect("appended", IsAppended), Hit().Expect("appended", IsAppended)),
        Must("9110 §5.1", "request-unknown-fields", "Fields nobody knows reach the origin.",
            Fetch(Ok(Fresh), "Frobnicate: yes", "X-Odd: 1", "Accept: text/x-odd", "Referer: http://a.test/")
                .Sees("Frobnicate: yes", "X-Odd: 1", "Accept: text/x-odd", "Referer: http://a.test/")),
        Must("9110 §5.3", "request-field-lines", "Lines of one name reach the origin in their order.",
            Fetch(Ok(Fresh), "Foo: 1", "Bar: x", "Foo: 2").Sees("Foo: 1, 2")),
        Must("9110 §6.6.1", "date-added", "An answer without Date gets one.",
            Fetch(Ok(Fresh).WithoutDate()).Has("Date"), Hit().Has("Date")),
        Must("9110 §6.6.1", "date-kept", "The origin's Date stays, from the cache too.",
            Fetch(Ok(Fresh, "Date: Mon, 01 Jan 2035 00:00:00 GMT")).Has("Date: Mon, 01 Jan 2035 00:00:00 GMT"),
            Hit().Has("Date: Mon, 01 Jan 2035 00:00:00 GMT")),
        .. Interims(("interim-100", Continue), ("interim-102", "HTTP/1.1 102 Processing\r\n\r\n"), ("interim-103", Hints),
            ("interim-two", Hints + Hints),
            ("interim-mixed", Continue + Hints), ("interim-199", "HTTP/1.1 199 Odd\r\nCache-Control: max-age=3600\r\n\r\n")),
        Must(Interim, "interim-fields", "Fields of an interim response are none of the final one's.",
            Fetch(Ok(Fresh).After(Hints)).HasNo("Link"), Hit().HasNo("Link")),
        Must(Interim, "interim-no-store", "What an interim response says of caching does not count.",
            Fetch(Ok("Cache-Control: no-store").After("HTTP/1.1 103 Early Hints\r\nCache-Control: max-age=3600\r\n\r\n")),
            Refetch()),
        Must(Interim, "interim-304", "An interim response before a 304 is none.",
            Fetch(Ok(Short, Tag)), UntilStale, Revalidate(NotModified(Tag, Fresh).After(Hints)), Hit()),
        Must("9110 §10.1.1", "expect-continue", "A client that waits for 100 gets the final response too.",
            Request("POST", "Expect: 100-continue").Sending("x").Answered(Ok()).Asked().Status(200).Own()),
        Must("9112 §6.3", "body-204", "A 204 ends with its head.",
            Get().Answered(Answer(204, "Cache-Control: no-store")).Asked().Status(204).Text("").NothingFollows()),
        Must("9112 §6.3", "body-head", "The answer to a HEAD ends with its head, whatever length it says.",
            Request("HEAD").Answered(Ok("Cache-Control: no-store", "Content-Length: 100")).Asked().Status(200).Text("")
                .NothingFollows()),
        Must("9112 §6.3", "body-304", "A 304 of the origin ends with its head.",
            Get("If-None-Match: \"a\"")
                .Answered(NotModified(Tag, "Cache-Control: no-store", "Content-Length: 100") with { Otherwise = Ok(Tag) })
                .AskedAtLeastOnce().Status(304).NothingFollows()),
        Must("9112 §6.3", "body-hit", "What comes from the cache ends where it says.",
            Fetch(Ok(Fresh)), Hit().NothingFollows()),
        Must("9112 §5.2", "obs-fold", "A folded line in an answer is unfolded or refused, never two fields.",
            Get().Answered(Ok("Foo: a\r\n Bar: b", "Cache-Control: max-age=3600")).HasNo("Bar")),
        Must("9112 §5.1", "space-before-colon", "White space before the colon does not make no-store unseen.",
            Get().Answered(Ok("Cache-Control : no-store", Fresh)).AskedAtLeastOnce(), Refetch()),
        Must("9112 §2.2", "bare-lf", "Lines of an answer that end in a bare line feed do not lose no-store.",
            Get().Answered(Raw("HTTP/1.1 200 OK\nCache-Control: no-store, max-age=3600\nContent-Length: 2\n\nab").ThenCloses())
                .AskedAtLeastOnce(), Refetch()),
        Must("9112 §6.3", "lengths-differ", "Two different lengths: refused, and not kept.",
            Get().Answered(RawFresh("Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc").ThenCloses()).Broken(), Refetch()),
        Must("9112 §6.1", "length-and-chunks", "A length beside chunks does not count, or the answer is refused.",
            Get().Answered(RawFresh("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n").ThenCloses())
                .Expect("the chunks' content, or an error",
                    o => o.Response is null || o.Response.Status >= 500 || o.Response.Text == "abcde")),
    ];

    private static bool IsAppended(Observed observed) =>
        observed.Response?.Header("Via")?.StartsWith("1.1 backend, 1.1 ", StringComparison.Ordinal) == true;

    private static IEnumerable<Case> Interims(params (string Id, string Bytes)[] forms) => forms.Select(f =>
        Must(Interim, f.Id, "The final response is the answer, and is what is kept.",
            Fetch(Ok(Fresh, "Foo: bar").After(f.Bytes)).Has("Foo: bar"), Hit().Has("Foo: bar")));
}
