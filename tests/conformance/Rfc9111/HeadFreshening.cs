namespace CachingGateway.ConformanceTests.Rfc9111;

/// <summary>What the answer to a HEAD says about a stored GET.</summary>
internal static class HeadFreshening
{
    private const string Section = "9111 §4.3.5";

    public static IReadOnlyList<Case> Cases { get; } =
    [
        Should(Section, "head-other-tag", "Another tag: what is stored is stale.",
            Fetch(Ok(Fresh, Tag)), Head(Ok(Fresh, "ETag: \"b\"")), Refetch()),
        Should(Section, "head-other-date", "Another Last-Modified: what is stored is stale.",
            Fetch(Ok(Fresh, Modified)), Head(Ok(Fresh, "Last-Modified: Tue, 01 Jan 2002 00:00:00 GMT")), Refetch()),
        Should(Section, "head-other-length", "Another length: what is stored is stale.",
            Fetch(Ok(Fresh, Tag)), Head(Ok(Fresh, Tag, "Content-Length: 1")), Refetch()),
        Should(Section, "head-new-tag", "A tag where there was none: what is stored is stale.",
            Fetch(Ok(Fresh).WithBody("12345")), Head(Ok(Fresh, Tag, "Content-Length: 5")), Refetch()),
        Should(Section, "head-updates", "The same validators and length: the stored fields are updated.",
            Fetch(Ok(Fresh, Tag, "Foo: old").WithBody("12345")), Head(Ok(Fresh, Tag, "Foo: new", "Content-Length: 5")),
            Hit().Has("Foo: new").Text("12345")),
        Should(Section, "head-updates-no-length", "The same validators without a length: updated too.",
            Fetch(Ok(Fresh, Tag, "Foo: old")),
            Head(RawFresh($"{Tag}\r\nFoo: new\r\n\r\n")), Hit().Has("Foo: new")),
        Should(Section, "head-freshens", "What was stale and is confirmed by HEAD is fresh again.",
            Fetch(Ok(Short, Tag).WithBody("12345")), UntilStale,
            Request("HEAD").Answered(Ok(Fresh, Tag, "Content-Length: 5")).Asked(), Hit().Text("12345")),
        Must(Section, "head-body-kept", "A HEAD takes nothing from a stored body.",
            Fetch(Ok(Fresh, Tag).WithBody("12345")), Head(Ok(Fresh, Tag, "Content-Length: 5")),
            Get().Answered(Ok().WithBody("12345")).Text("12345")),
        Must(Section, "head-no-store",
            "A HEAD that says no-store with a new tag does not leave the old answer in use as fresh and new.",
            Fetch(Ok(Fresh, Tag)), Head(Ok("Cache-Control: no-store", "ETag: \"b\"")), Refetch()),
        Optimal(Section, "head-404", "A HEAD that fails says nothing about the stored answer's fields.",
            Fetch(Ok(Fresh, Tag, "Foo: old")), Head(Answer(500, "Foo: new")), Get().Answered(Ok("Foo: old")).Has("Foo: old")),
        Must(Section, "head-variant", "A HEAD about one variant leaves the others alone.",
            Fetch(Ok(Fresh, "Vary: Foo", "ETag: \"1\""), "Foo: 1"), Fetch(Ok(Fresh, "Vary: Foo", "ETag: \"2\""), "Foo: 2"),
            Head(Ok(Fresh, "Vary: Foo", "ETag: \"3\"")).Saying("Foo: 1"), Hit(2).Saying("Foo: 2")),
    ];

    // The client asks past the cache, so that the HEAD reaches the origin.
    private static Exchange Head(Reply reply) => Request("HEAD", "Cache-Control: no-cache").Answered(reply).AskedAtLeastOnce();
}
