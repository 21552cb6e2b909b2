namespace CachingGateway.ConformanceTests.Rfc9110;

/// <summary>Tags of every form that servers send: kept, passed on and asked about to the byte.</summary>
internal static class EntityTags
{
    private const string Section = "9110 §8.8.3";

    private static readonly (string Id, string Tag)[] Legal =
    [
        ("tag-plain", "\"abc\""), ("tag-weak", "W/\"abc\""), ("tag-empty", "\"\""), ("tag-empty-weak", "W/\"\""),
            ("tag-comma", "\"a,b\""),
        ("tag-backslash", "\"a\\b\""), ("tag-percent", "\"%22\""), ("tag-apostrophe", "\"it's\""), ("tag-slash", "\"W/x\""),
            ("tag-star", "\"*\""),
        ("tag-punctuation", "\"!#$%&'()*+,-./:;<=>?@[]^_`{|}~\""), ("tag-latin1", "\"caf\u00e9\""),
            ("tag-high-bytes", "\"\u0080\u00ff\""),
        ("tag-long", $"\"{new string('x', 1000)}\""), ("tag-gzip", "\"abc-gzip\""), ("tag-digits", "\"0\""),
    ];

    private static readonly (string Id, string Tag)[] Illegal =
    [
        ("tag-unquoted", "abc"), ("tag-half", "\"abc"), ("tag-single-quotes", "'abc'"), ("tag-lower-weak", "w/\"abc\""),
            ("tag-space", "\"a b\""),
        ("tag-two", "\"a\", \"b\""),
    ];

    public static IReadOnlyList<Case> Cases { get; } =
    [
        .. Legal.Select(t => Must(Section, t.Id, $"Any legal tag is asked about to the byte: {Shown(t.Tag)}.",
            Fetch(Ok(Short, $"ETag: {t.Tag}")).Has($"ETag: {t.Tag}"), UntilStale,
            Revalidate(NotModified($"ETag: {t.Tag}", Fresh)).Sees($"If-None-Match: {t.Tag}"), Hit().Has($"ETag: {t.Tag}"))),
        .. Legal.Select(t => Should("9111 §4.3.2", $"{t.Id}-client", $"A client that has {Shown(t.Tag)} gets a 304.",
            Fetch(Ok(Fresh, $"ETag: {t.Tag}")), Get($"If-None-Match: {t.Tag}").NotAsked().Status(304).Has($"ETag: {t.Tag}"))),
        .. Illegal.Select(t => Must(Section, t.Id, $"What is no tag goes on as it is: {t.Tag}.",
            Fetch(Ok(Fresh, $"ETag: {t.Tag}")).Has($"ETag: {t.Tag}"), Hit().Has($"ETag: {t.Tag}"))),
        .. Illegal.Select(t => Must(Section, $"{t.Id}-other", $"What is no tag matches no other: {t.Tag}.",
            Fetch(Ok(Fresh, $"ETag: {t.Tag}")), Hit().Saying("If-None-Match: \"x\""))),
        Must(Section, "tag-none-invented", "A 304 is not given to a client for a tag that it cannot have.",
            Fetch(Ok(Fresh)), Hit().Saying("If-None-Match: \"abc\"")),
        Must(Section, "tag-name-case", "The field's name is not case-sensitive.",
            Fetch(Ok(Short, "etag: \"a\"")), UntilStale, Revalidate(NotModified("eTaG: \"a\"", Fresh))
                .Sees("If-None-Match: \"a\""), Hit()),
    ];

    private static string Shown(string tag) => tag.Length > 40 ? $"{tag[..20]} (of {tag.Length})" : tag;
}
