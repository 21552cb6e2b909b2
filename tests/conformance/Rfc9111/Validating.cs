namespace CachingGateway.ConformanceTests.Rfc9111;

/// <summary>How stored answers are validated, and what comes of it.</summary>
internal static class Validating
{
    private const string Sending = "9111 §4.3.1";
    private const string Received = "9111 §4.3.2";
    private const string Answered = "9111 §4.3.3";
    private const string Freshening = "9111 §4.3.4";
    private const string ModifiedSince = "If-Modified-Since: Mon, 01 Jan 2001 00:00:00 GMT";

    public static IReadOnlyList<Case> Cases { get; } =
    [
        Must(Sending, "validate-tag", "The stored tag goes with If-None-Match.",
            Fetch(Ok(Short, Tag)), UntilStale, Revalidate(NotModified(Tag, Fresh)).Sees("If-None-Match: \"a\"")),
        Must(Sending, "validate-weak", "A weak tag too.",
            Fetch(Ok(Short, "ETag: W/\"a\"")), UntilStale, Revalidate(NotModified("ETag: W/\"a\"", Fresh))
                .Sees("If-None-Match: W/\"a\"")),
        Should(Sending, "validate-date", "Last-Modified goes with If-Modified-Since.",
            Fetch(Ok(Short, Modified)), UntilStale, Revalidate(NotModified(Modified, Fresh)).Sees(ModifiedSince)),
        Should(Sending, "validate-both", "Where both are there, both go.",
            Fetch(Ok(Short, Tag, Modified)), UntilStale, Revalidate(NotModified(Tag, Fresh)).Sees("If-None-Match: \"a\"",
            ModifiedSince)),
        Should(Sending, "validate-date-exact", "Last-Modified goes as it came, to the byte.",
            Fetch(Ok(Short, "Last-Modified: Monday, 01-Jan-01 00:00:00 GMT")), UntilStale,
            Get().Answered(NotModified(Fresh)).Sees("If-Modified-Since: Monday, 01-Jan-01 00:00:00 GMT").Status(200).From(1)),
        Must(Sending, "validate-none", "Without validators nothing is asked conditionally.",
            Fetch(Ok(Short)), UntilStale, Refetch().SeesNo("If-None-Match", "If-Modified-Since")),
        Must(Sending, "validate-not-kept", "What was not kept is not asked about.",
            Fetch(Ok("Cache-Control: no-store", Tag, Modified)), Refetch().SeesNo("If-None-Match", "If-Modified-Since")),
        Optimal(Sending, "validate-on-arrival", "What was stale when it came is asked about as well.",
            Fetch(Ok("Cache-Control: max-age=60", Tag, "Age: 3600")), Revalidate(NotModified(Tag, Fresh)), Hit()),
        Optimal(Sending, "validate-expired", "So it is with an Expires of the past.",
            Fetch(Ok("Expires: Mon, 01 Jan 2001 00:00:00 GMT", Tag)), Revalidate(NotModified(Tag)), Revalidate(NotModified(Tag))),
        Optimal(Sending, "validate-max-age-0", "So it is with max-age=0.",
            Fetch(Ok("Cache-Control: max-age=0", Modified)), Revalidate(NotModified(Modified)),
            Revalidate(NotModified(Modified))),
        Optimal("9111 §5.2.2.4", "validate-no-cache", "What says no-cache is kept to be asked about.",
            Fetch(Ok("Cache-Control: no-cache", Tag)), Revalidate(NotModified(Tag)).Sees("If-None-Match: \"a\"")),
        Should(Sending, "validate-fields", "A validation carries the fields of the request it is for.",
            Fetch(Ok(Short, Tag)), UntilStale, Revalidate(NotModified(Tag, Fresh)).Saying("Foo: bar", "User-Agent: x/1")
                .Sees("Foo: bar", "User-Agent: x/1")),
        Optimal(Freshening, "validate-freshens", "Validated, the answer is fresh again.",
            Fetch(Ok(Short, Tag)), UntilStale, Revalidate(NotModified(Tag, Fresh)), Hit(), Hit()),
        Must(Answered, "validate-304-to-200", "Who asked without condition gets the whole, never a 304.",
            Fetch(Ok(Short, Tag)), UntilStale, Get().Answered(NotModified(Fresh)).Asked().Status(200).From(1)),
        Must(Answered, "validate-200", "A whole new answer is used, and not the stored one.",
            Fetch(Ok(Short, Tag)), UntilStale, Fetch(Ok(Fresh, "ETag: \"b\"")), Hit(2).Has("ETag: \"b\"")),
        Must(Answered, "validate-200-same-tag", "A whole new answer is used though it has the same tag.",
            Fetch(Ok(Short, Tag)), UntilStale, Fetch(Ok(Fresh, Tag)), Hit(2)),
        Must(Answered, "validate-200-no-store",
            "A whole new answer that nobody may keep is used; the old one is not served after it.",
            Fetch(Ok(Short, Tag)), UntilStale, Refetch(), Refetch()),
        Must(Answered, "validate-200-fields", "Nothing of the old fields remains.",
            Fetch(Ok(Short, Tag, "Foo: old")), UntilStale, Fetch(Ok(Fresh)).HasNo("Foo", "ETag: \"a\""),
            Hit(2).HasNo("Foo", "ETag: \"a\"")),
        .. new[] { 404, 410, 403, 301, 302 }.Select(s => Must(Answered, $"validate-{s}", $"A {s} is the answer.",
            Fetch(Ok(Short, Tag)), UntilStale, Fetch(Answer(s, "Location: {path}/x")))),
        Optimal(Answered, "validate-404-kept", "A 404 with a lifetime takes the stored answer's place.",
            Fetch(Ok(Short, Tag)), UntilStale, Fetch(Answer(404, Fresh)), Hit(2).Status(404)),
        Must(Freshening, "validate-other-tag",
            "A 304 with another strong tag is not about what is stored: it is asked for anew, without condition.",
            Fetch(Ok(Short, Tag)), UntilStale,
            Get().Answered(NotModified("ETag: \"b\"", Fresh), Ok("ETag: \"b\"")).Asked(2).Status(200).Own()),
        Must(Freshening, "validate-other-tag-not-fresh", "A 304 with another strong tag freshens nothing.",
            Fetch(Ok(Short, Tag)), UntilStale, Get().Answered(NotModified("ETag: \"b\"", Fresh), Ok("Cache-Control: no-store")),
            Refetch()),
        Optimal(Freshening, "validate-weak-304", "A 304 with the weak form of a strong tag is about it.",
            Fetch(Ok(Short, Tag)), UntilStale, Revalidate(NotModified("ETag: W/\"a\"", Fresh)), Hit()),
        Optimal(Freshening, "validate-date-304", "A 304 with the same Last-Modified and no tag is about it.",
            Fetch(Ok(Short, Tag, Modified)), UntilStale, Revalidate(NotModified(Modified, Fresh)), Hit()),
        Optimal(Freshening, "validate-bare-304", "A 304 that says nothing answers what was asked about.",
            Fetch(Ok(Short, Tag)), UntilStale, Revalidate(NotModified(Fresh)), Hit()),
        Must(Freshening, "validate-variant", "A 304 about one variant does not freshen the other.",
            Fetch(Ok(Short, "Vary: Foo", "ETag: \"1\""), "Foo: 1"), Fetch(Ok(Short, "Vary: Foo", "ETag: \"2\""), "Foo: 2"),
            UntilStale,
            Get("Foo: 1").Answered(NotModified("ETag: \"1\"", Fresh, "Vary: Foo")).Asked().Status(200).From(1),
            Refetch("Foo: 2"), Hit(1).Saying("Foo: 1")),
        Must(Received, "validate-client-match",
            "A client's own condition that holds is answered 304, and what is stored is fresh again.",
            Fetch(Ok(Short, Tag)), UntilStale,
            Get("If-None-Match: \"a\"").Answered(NotModified(Tag, Fresh)).Asked().Status(304).Text(""), Hit()),
        Must(Received, "validate-client-other", "A client with another tag gets the whole, if the stored one still holds.",
            Fetch(Ok(Short, Tag)), UntilStale,
            Get("If-None-Match: \"x\"").Answered(new Reply(304, Tag, Fresh) { Needs = ["If-None-Match"] })
                .Expect("asked with \"a\"", o => o.Asked is [var r, ..] && r.Header("If-None-Match")?.Contains("\"a\"",
                    StringComparison.Ordinal) == true)
                .Status(200).From(1)),
        Must(Received, "validate-client-union",
            "A 304 that is about the client's tag and not about ours goes to the client, and freshens nothing.",
            Fetch(Ok(Short, Tag)), UntilStale,
            Get("If-None-Match: \"x\"").Answered(NotModified("ETag: \"x\"", Fresh), Ok("ETag: \"x\""))
                .Expect("304, or the new whole", o =>
                o.Response?.Status == 304 || (o.Response?.Status == 200 && o.Response.Text == o.BodyOf(0))),
            Refetch()),
        Must(Received, "validate-client-date", "A client's date that holds is answered 304.",
            Fetch(Ok(Short, Modified)), UntilStale, Get(ModifiedSince).Answered(NotModified(Modified, Fresh)).Asked().Status(304),
            Hit()),
        Must(Received, "validate-client-nothing-stored", "Where nothing is stored a client's condition is the origin's to judge.",
            Get("If-None-Match: \"a\"").Answered(NotModified(Tag)).AskedAtLeastOnce().Status(304)),
        Must(Received, "validate-client-304-not-kept", "A 304 to a client's own condition is no answer to a plain GET.",
            Get("If-None-Match: \"a\"").Answered(Answer(304, Tag, Fresh)).AskedAtLeastOnce(),
            Get().Answered(Ok()).Expect("no 304", o => o.Response?.Status == 200)),
        Must(Received, "validate-client-200", "A client's condition that fails is answered with the origin's whole.",
            Fetch(Ok(Short, Tag)), UntilStale, Fetch(Ok("ETag: \"b\""), "If-None-Match: \"a\"")),
    ];
}
