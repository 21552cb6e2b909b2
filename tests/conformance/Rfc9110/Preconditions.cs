namespace CachingGateway.ConformanceTests.Rfc9110;

/// <summary>Conditional requests that a fresh stored answer satisfies.</summary>
internal static class Preconditions
{
    private const string NoneMatch = "9110 §13.1.2";
    private const string ModifiedSince = "9110 §13.1.3";
    private const string Precedence = "9110 §13.2.2";
    private const string FromCache = "9111 §4.3.2";
    private const string Unchanged = "9110 §15.4.5";

    public static IReadOnlyList<Case> Cases { get; } =
    [
        .. Matches("\"a\"", ("condition-same", "\"a\""), ("condition-weak", "W/\"a\""), ("condition-list", "\"x\", \"a\""),
            ("condition-list-first", "\"a\", \"x\""),
            ("condition-list-no-space", "\"x\",\"a\",\"y\""), ("condition-list-empty", "\"x\", , \"a\""),
            ("condition-list-weak", "W/\"x\", W/\"a\""),
            ("condition-star", "*"), ("condition-list-comma", "\"x,y\", \"a\""), ("condition-list-tabs", "\"x\"\t,\t\"a\"")),
        .. Matches("W/\"a\"", ("condition-stored-weak", "W/\"a\""), ("condition-stored-weak-strong", "\"a\"")),
        .. Differs("\"a\"", ("condition-other", "\"x\""), ("condition-case", "\"A\""), ("condition-within", "\"x,a\""),
            ("condition-quoted-star", "\"*\""),
            ("condition-empty-tag", "\"\""), ("condition-space", "\"a \""), ("condition-prefix", "\"aa\""),
            ("condition-lower-weak", "w/\"a\""),
            ("condition-two-others", "\"x\", \"y\"")),
        .. Differs("W/\"a\"", ("condition-stored-weak-other", "W/\"b\"")),
        .. Differs("\"W/a\"", ("condition-stored-looks-weak", "W/\"a\"")),
        Should(FromCache, "condition-lines", "Several lines are one list.",
            Fetch(Ok(Fresh, Tag)), Get("If-None-Match: \"x\"", "If-None-Match: \"a\"").NotAsked().Status(304)),
        .. Since(true, ("since-same", "Mon, 01 Jan 2001 00:00:00 GMT"), ("since-later", "Tue, 02 Jan 2001 00:00:00 GMT"),
            ("since-second", "Mon, 01 Jan 2001 00:00:01 GMT"),
            ("since-rfc850", "Monday, 01-Jan-01 00:00:00 GMT"), ("since-asctime", "Mon Jan  1 00:00:00 2001")),
        .. Since(false, ("since-earlier", "Sun, 31 Dec 2000 23:59:59 GMT"), ("since-invalid", "whenever"), ("since-empty", ""),
            ("since-number", "978307200"),
            ("since-quoted", "\"Mon, 01 Jan 2001 00:00:00 GMT\"")),
        Must(ModifiedSince, "since-two", "More than one date is none.",
            Fetch(Ok(Fresh, Modified)),
            Hit().Saying("If-Modified-Since: Mon, 01 Jan 2001 00:00:00 GMT", "If-Modified-Since: Tue, 02 Jan 2001 00:00:00 GMT")),
        Should(FromCache, "since-by-date", "Without Last-Modified the stored Date is compared.",
            Fetch(Ok(Fresh, "Date: {date-1000}")), Get("If-Modified-Since: {date-500}").NotAsked().Status(304)),
        Should(FromCache, "since-by-date-earlier", "Without Last-Modified the stored Date is compared: it is later.",
            Fetch(Ok(Fresh, "Date: {date-1000}")), Hit().Saying("If-Modified-Since: {date-2000}")),
        Must(Precedence, "both-tag-differs", "With If-None-Match the date is not looked at: the tag differs.",
            Fetch(Ok(Fresh, Tag, Modified)), Hit().Saying("If-None-Match: \"x\"",
            "If-Modified-Since: Tue, 02 Jan 2001 00:00:00 GMT")),
        Must(Precedence, "both-tag-matches", "With If-None-Match the date is not looked at: the tag matches.",
            Fetch(Ok(Fresh, Tag, Modified)), Get("If-None-Match: \"a\"", "If-Modified-Since: Sun, 31 Dec 2000 23:59:59 GMT")
                .NotAsked().Status(304)),
        Must(Precedence, "both-no-tag", "With If-None-Match the date is not looked at, though no tag is stored.",
            Fetch(Ok(Fresh, Modified)), Hit().Saying("If-None-Match: \"x\"", "If-Modified-Since: Tue, 02 Jan 2001 00:00:00 GMT")),
        Must(Unchanged, "unchanged-fields", "A 304 has the fields that a 200 would have had for caches.",
            Fetch(Ok(Fresh, Tag, "Vary: Foo", "Content-Location: /x", "Expires: Fri, 31 Dec 2100 23:59:59 GMT",
            "Date: {date-10}")),
            Get("If-None-Match: \"a\"").NotAsked().Status(304)
                .Has(Fresh, Tag, "Vary: Foo", "Content-Location: /x", "Expires: Fri, 31 Dec 2100 23:59:59 GMT", "Date")),
        Must("9111 §4", "unchanged-age", "A 304 from the cache says the age.",
            Fetch(Ok(Fresh, Tag, "Age: 100")), Get("If-None-Match: \"a\"").NotAsked().Status(304).Age(100)),
        Must("9112 §6.3", "unchanged-no-body", "A 304 ends with its head.",
            Fetch(Ok(Fresh, Tag)), Get("If-None-Match: \"a\"").NotAsked().Status(304).Text("").NothingFollows()),
        Should(Unchanged, "unchanged-no-metadata", "A 304 says nothing of the content.",
            Fetch(Ok(Fresh, Tag, "Content-Type: text/x-odd", "Content-Language: de")),
            Get("If-None-Match: \"a\"").NotAsked().Status(304).HasNo("Content-Type", "Content-Language")),
        Should(FromCache, "condition-head", "A HEAD is judged as a GET.",
            Fetch(Ok(Fresh, Tag)), Request("HEAD", "If-None-Match: \"a\"").NotAsked().Status(304).NothingFollows()),
        Must("9110 §13.2.1", "condition-404", "A stored error is not turned into a 304.",
            Fetch(Answer(404, Fresh, Tag)), Get("If-None-Match: \"a\"").Answered(Answer(404, Tag)).Status(404)),
        Must("9110 §13.2.1", "condition-301", "Nor is a stored redirect.",
            Fetch(Answer(301, Fresh, Tag, "Location: /x")),
            Get("If-None-Match: \"a\"").Answered(Answer(301, Tag, "Location: /x")).Status(301)),
        .. Origins("If-Match", "\"x\"", "if-match"), .. Origins("If-Unmodified-Since", "Sun, 31 Dec 2000 23:59:59 GMT",
            "if-unmodified-since"),
        Must(FromCache, "condition-variant", "A condition is judged by the variant that the request selects.",
            Fetch(Ok(Fresh, "Vary: Foo", "ETag: \"1\""), "Foo: 1"), Fetch(Ok(Fresh, "Vary: Foo", "ETag: \"2\""), "Foo: 2"),
            Hit(1).Saying("Foo: 1", "If-None-Match: \"2\""), Get("Foo: 2", "If-None-Match: \"2\"").NotAsked().Status(304)),
        Must(FromCache, "condition-post", "A condition on a POST is the origin's to judge.",
            Fetch(Ok(Fresh, Tag)), Request("POST", "If-None-Match: \"a\"").Sending("x").Answered(Answer(412)).Asked().Status(412)
                .Sees("If-None-Match: \"a\"")),
        Must(FromCache, "condition-put", "So is one on a PUT.",
            Fetch(Ok(Fresh, Tag)), Request("PUT", "If-Match: \"x\"").Sending("x").Answered(Answer(412)).Asked().Status(412)
                .Sees("If-Match: \"x\"")),
    ];

    private static IEnumerable<Case> Matches(string stored,
        params (string Id, string Condition)[] conditions) => conditions.Select(c =>
        Should(NoneMatch, c.Id, $"Stored {stored}, If-None-Match: {c.Condition}: 304.",
            Fetch(Ok(Fresh, $"ETag: {stored}")), Get($"If-None-Match: {c.Condition}").NotAsked().Status(304)
                .Has($"ETag: {stored}")));

    private static IEnumerable<Case> Differs(string stored,
        params (string Id, string Condition)[] conditions) => conditions.Select(c =>
        Must(NoneMatch, c.Id, $"Stored {stored}, If-None-Match: {c.Condition}: the whole.",
            Fetch(Ok(Fresh, $"ETag: {stored}")), Hit().Saying($"If-None-Match: {c.Condition}")));

    private static IEnumerable<Case> Since(bool isUnchanged,
        params (string Id, string Date)[] dates) => dates.Select(d => isUnchanged
        ? Should(ModifiedSince, d.Id, $"Not modified since {d.Date}: 304.",
            Fetch(Ok(Fresh, Modified)), Get($"If-Modified-Since: {d.Date}").NotAsked().Status(304))
        : Must(ModifiedSince, d.Id, $"If-Modified-Since: {d.Date}: the whole.",
            Fetch(Ok(Fresh, Modified)), Hit().Saying($"If-Modified-Since: {d.Date}")));

    private static IEnumerable<Case> Origins(string field, string value, string id) =>
    [
        Must(FromCache, $"condition-{id}", $"{field} is for origins: the cache does not fail the request by it.",
            Fetch(Ok(Fresh, Tag, Modified)), Get($"{field}: {value}").Answered(Ok()).UnlessAsked("200",
            o => o.Response?.Status == 200)),
        Must(FromCache, $"condition-{id}-miss", $"{field} reaches the origin, whose answer counts.",
            Get($"{field}: {value}").Answered(Answer(412)).Asked().Sees($"{field}: {value}").Status(412), Refetch()),
    ];
}
