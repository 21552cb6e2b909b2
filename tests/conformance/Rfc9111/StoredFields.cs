namespace CachingGateway.ConformanceTests.Rfc9111;

/// <summary>Which fields of an answer are kept with it, and which must not be.</summary>
internal static class StoredFields
{
    private const string Section = "9111 §3.1";
    private const string NoCache = "9111 §5.2.2.4";
    private const string Private = "9111 §5.2.2.7";
    private const string Connection = "9110 §7.6.1";

    public static IReadOnlyList<Case> Cases { get; } =
    [
        .. Kept(("content-type", "Content-Type: text/x-odd; a=\"b c\""), ("content-language", "Content-Language: de, en"),
            ("content-location", "Content-Location: /elsewhere"),
            ("content-disposition", "Content-Disposition: attachment; filename=\"x\""),
            ("link", "Link: </a>; rel=next"), ("location", "Location: /there"), ("last-modified", Modified), ("etag", Tag),
            ("expires", "Expires: Fri, 31 Dec 2100 23:59:59 GMT"), ("server", "Server: odd/1.0 (x)"),
            ("allow", "Allow: GET, FROB"),
            ("accept-ranges", "Accept-Ranges: none"), ("unknown", "Frobnicate: yes"), ("lower", "frobnicate: yes"),
            ("x", "X-Frobnicate: 1, 2"),
            ("empty", "Frobnicate:"), ("warning", "Warning: 299 - \"beware\""), ("pragma", "Pragma: foo"),
            ("sts", "Strict-Transport-Security: max-age=1"),
            ("csp", "Content-Security-Policy: default-src 'self'; img-src *"), ("cors", "Access-Control-Allow-Origin: *"),
            ("retry-after", "Retry-After: 120"), ("digest", "Repr-Digest: sha-256=:AAAA:"),
            ("odd-name", "A!#$%&'*+-.^_`|~9: odd"), ("latin1", "Frobnicate: caf\u00e9"),
            ("long", $"Frobnicate: {new string('x', 4000)}"),
            ("commas", "Frobnicate: \"a, b\", c;d=\"e\\\"\""), ("refresh", "Refresh: 5; url=/x"),
            ("tracking", "Timing-Allow-Origin: *")),
        Must(Section, "fields-lines", "Fields on several lines are kept with all of them, in their order.",
            Fetch(Ok(Fresh, "Foo: 1", "Bar: x", "Foo: 2")).Has("Foo: 1, 2"), Hit().Has("Foo: 1, 2")),
        Must(Section, "fields-space", "White space around a value is not part of it.",
            Fetch(Ok(Fresh, "Foo:   1 2\t")), Hit().Has("Foo: 1 2")),
        Must(Section, "fields-no-space", "Nor is it needed.",
            Fetch(Ok(Fresh, "Foo:1")), Hit().Has("Foo: 1")),
        Must(Section, "fields-many", "A hundred fields are kept.",
            Fetch(Ok([Fresh, .. Enumerable.Range(0, 100).Select(i => $"Foo-{i}: {i}")])),
            Hit().Has("Foo-0: 0", "Foo-50: 50", "Foo-99: 99")),
        .. Removed("connection", "Connection", Connection), .. Removed("keep-alive", "Keep-Alive", Connection),
        .. Removed("proxy-connection", "Proxy-Connection", Connection), .. Removed("upgrade", "Upgrade", Connection),
        .. Removed("te", "TE", Connection),
        Must(Connection, "fields-named", "What Connection names is for this connection alone: not passed on.",
            Get().Answered(Ok(Fresh, "Connection: Foo", "Foo: 1", "Bar: 1")).Asked().Status(200).HasNo("Foo").Has("Bar: 1")),
        Must(Section, "fields-named-kept", "What Connection names is not kept.",
            Fetch(Ok(Fresh, "Connection: foo, Baz", "Foo: 1", "baz: 1", "Bar: 1")), Hit().HasNo("Foo", "Baz").Has("Bar: 1")),
        Must(Section, "fields-named-cache-control", "Cache-Control does not lose its force by being named in Connection.",
            Fetch(Ok("Cache-Control: no-store", "Connection: cache-control", "Expires: {date+3600}")), Refetch()),
        Must(Section, "fields-transfer-encoding", "The cache frames an answer by itself.",
            Fetch(RawFresh("Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n")
                .WithBody("abcde")),
            Hit().Text("abcde").Expect("one framing", o =>
                (o.Response?.Header("Content-Length") is null) != (o.Response?.Header("Transfer-Encoding") is null))),
        .. Proxy("Proxy-Authenticate: Basic realm=\"p\"", "Proxy-Authentication-Info: nextnonce=\"x\"",
            "Proxy-Authorization: Basic eA=="),
        Must(Section, "fields-trailer", "Trailers are not mixed with the header.",
            Fetch(RawFresh("Trailer: Foo\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\nFoo: bar\r\n\r\n")
                .WithBody("abcde")).HasNo("Foo"),
            Get().Answered(Ok()).HasNo("Foo")),
        Must(Section, "fields-trailer-cache-control", "A trailer makes nothing storable.",
            Fetch(Raw("HTTP/1.1 200 OK\r\nDate: {date}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n"
                    + "0\r\nCache-Control: max-age=3600\r\n\r\n")
                .WithBody("abcde")),
            Refetch()),
        .. Withheld(NoCache, "no-cache", true), .. Withheld(Private, "private", true),
        .. Withheld(NoCache, "no-cache", false), .. Withheld(Private, "private", false),
        Must(Private, "fields-private-first", "private=\"f\": he who asked gets the field.",
            Fetch(Ok("Cache-Control: max-age=3600, private=\"Foo\"", "Foo: mine")).Has("Foo: mine")),
        Must(Private, "fields-private-set-cookie", "private=\"Set-Cookie\": nobody else gets the cookie.",
            Fetch(Ok("Cache-Control: max-age=3600, private=\"Set-Cookie\"", "Set-Cookie: a=b")).Has("Set-Cookie: a=b"),
            Get().Answered(Ok()).HasNo("Set-Cookie: a=b")),
        Must(NoCache, "fields-no-cache-304", "no-cache=\"f\": a field that was not sent again with the 304 is not served.",
            Fetch(Ok("Cache-Control: max-age=1, no-cache=\"Foo\"", Tag, "Foo: old")), UntilStale,
            Get().Answered(NotModified(Tag, "Cache-Control: max-age=3600, no-cache=\"Foo\"")).Asked(),
            Get().Answered(Ok()).UnlessAsked("no Foo: old", o => o.Response?.Header("Foo") is null)),
        Must(Private, "fields-private-and-plain", "private beside private=\"f\" is the stricter.",
            Fetch(Ok("Cache-Control: max-age=3600, private=\"Foo\", private", "Foo: 1")), Refetch()),
        Must(NoCache, "fields-no-cache-and-plain", "no-cache beside no-cache=\"f\" is the stricter.",
            Fetch(Ok("Cache-Control: no-cache=\"Foo\", max-age=3600, no-cache", "Foo: 1")), Refetch()),
    ];

    private static IEnumerable<Case> Kept(params (string Id, string Line)[] fields) => fields.Select(f =>
        Must(Section, $"fields-keep-{f.Id}", $"Every field is kept, known or not: {f.Line.Split(':')[0]}.",
            Fetch(Ok(Fresh, f.Line)).Has(f.Line), Hit().Has(f.Line)));

    private static IEnumerable<Case> Removed(string id, string name, string section) =>
    [
        Must(section, $"fields-hop-{id}", $"{name} is for one connection: neither passed on nor kept.",
            Get().Answered(Ok(Fresh, name == "Connection" ? "Connection: Foo-Bar" : $"{name}: foo-bar")).Asked()
                .Expect($"no {name} of the origin", o => IsGone(o, name)),
            Hit().Expect($"no {name} of the origin", o => IsGone(o, name))),
    ];

    private static bool IsGone(Observed observed, string name) =>
        observed.Response is { } response && response.Header(name)?.Contains("foo-bar",
            StringComparison.OrdinalIgnoreCase) != true;

    private static IEnumerable<Case> Proxy(params string[] lines) => lines.Select(line =>
        Must(Section, $"fields-{line.Split(':')[0].ToLowerInvariant()}",
            $"{line.Split(':')[0]} concerns the proxy asked, and is not kept.",
            Fetch(Ok(Fresh, line)), Get().Answered(Ok()).HasNo(line.Split(':')[0])));

    private static IEnumerable<Case> Withheld(string section, string directive, bool isQuoted)
    {
        string Says(string names) => $"Cache-Control: max-age=3600, {directive}={(isQuoted ? $"\"{names}\"" : names)}";
        var id = $"fields-{directive}-{(isQuoted ? "quoted" : "token")}";
        yield return Must(section, id, $"{Says("Foo")}: Foo is not given to others unasked.",
            Fetch(Ok(Says("Foo"), "Foo: 1")), Get().Answered(Ok()).UnlessAsked("no Foo", o => o.Response?.Header("Foo") is null));
        yield return Must(section, $"{id}-case", $"{Says("fOO")}: names of fields are not case-sensitive.",
            Fetch(Ok(Says("fOO"), "Foo: 1")), Get().Answered(Ok()).UnlessAsked("no Foo", o => o.Response?.Header("Foo") is null));
        if (!isQuoted)
            yield break;
        yield return Must(section, $"{id}-list", $"{Says("Foo , Bar")}: neither is given to others unasked.",
            Fetch(Ok(Says("Foo , Bar"), "Foo: 1", "Bar: 1")),
            Get().Answered(Ok()).UnlessAsked("neither", o => o.Response?.Header("Foo") is null
                && o.Response?.Header("Bar") is null));
    }
}
