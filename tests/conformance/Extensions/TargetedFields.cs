namespace CachingGateway.ConformanceTests.Extensions;

/// <summary>RFC 9213: what is said to caches like this one alone; and its forerunner.</summary>
internal static class TargetedFields
{
    private const string Syntax = "9213 §2.1";
    private const string Behaviour = "9213 §2.2";
    private const string Older = "Surrogate-Control";
    private const string Year = "CDN-Cache-Control: max-age=36000";
    private const string NoStore = "Cache-Control: no-store";

    public static IReadOnlyList<Case> Cases { get; } =
    [
        Must(Behaviour, "cdn-keeps", "CDN-Cache-Control counts, and Cache-Control does not.",
            Fetch(Ok(Year, NoStore)), Hit().Has(NoStore)),
        Must(Behaviour, "cdn-no-store", "no-store there forbids what Cache-Control allows.",
            Fetch(Ok("CDN-Cache-Control: no-store", Fresh)), Refetch()),
        Must(Behaviour, "cdn-private", "private there forbids what Cache-Control allows.",
            Fetch(Ok("CDN-Cache-Control: private, max-age=3600", Fresh)), Refetch()),
        Must(Behaviour, "cdn-no-cache", "no-cache there asks for validation.",
            Fetch(Ok("CDN-Cache-Control: no-cache, max-age=3600", Fresh, Tag)), Revalidate(NotModified(Tag)), Refetch()),
        Must(Behaviour, "cdn-must-revalidate", "must-revalidate there forbids to serve stale.",
            Fetch(Ok("CDN-Cache-Control: max-age=60, must-revalidate", "Cache-Control: max-age=60, stale-if-error=36000",
            "Age: 3600")), Get().Answered(Nothing()).Broken()),
        Must(Behaviour, "cdn-shorter", "A lifetime there counts though it is shorter.",
            Fetch(Ok("CDN-Cache-Control: max-age=60", "Cache-Control: max-age=36000", "Age: 3600")), Refetch()),
        Must(Behaviour, "cdn-longer", "A lifetime there counts though it is longer.",
            Fetch(Ok(Year, "Cache-Control: max-age=60", "Age: 3600")), Hit()),
        Must(Behaviour, "cdn-max-age-0", "So does a lifetime of 0.",
            Fetch(Ok("CDN-Cache-Control: max-age=0", Fresh)), Refetch()),
        Must(Behaviour, "cdn-s-maxage-ignored", "s-maxage of Cache-Control does not count beside it.",
            Fetch(Ok("CDN-Cache-Control: max-age=60", "Cache-Control: s-maxage=36000", "Age: 3600")), Refetch()),
        Must(Behaviour, "cdn-s-maxage", "s-maxage there beats max-age there.",
            Fetch(Ok("CDN-Cache-Control: max-age=60, s-maxage=36000", "Age: 3600")), Hit()),
        Must(Behaviour, "cdn-expires", "Expires does not count beside it.",
            Fetch(Ok("CDN-Cache-Control: max-age=60", "Expires: {date+36000}", "Age: 3600")), Refetch()),
        Must(Behaviour, "cdn-expires-past", "Nor does an Expires that is over.",
            Fetch(Ok(Year, "Expires: 0")), Hit()),
        Must(Behaviour, "cdn-unknown-only",
            "A member nobody knows is a valid value: Cache-Control does not count, and nothing gives a lifetime.",
            Fetch(Ok("CDN-Cache-Control: none", Fresh)), Refetch()),
        Must(Behaviour, "cdn-private-of-cache-control", "private of Cache-Control is not for us where we are spoken to.",
            Fetch(Ok(Year, "Cache-Control: private")), Hit()),
        Must(Behaviour, "cdn-no-cache-of-cache-control", "Nor is no-cache.",
            Fetch(Ok(Year, "Cache-Control: no-cache")), Hit().Has("Cache-Control: no-cache")),
        Must(Behaviour, "cdn-authorization", "public there is a permission to share.",
            Fetch(Ok("CDN-Cache-Control: public, max-age=3600", NoStore), "Authorization: Basic eDp5"), Hit()),
        Must(Behaviour, "cdn-authorization-none", "max-age there is none.",
            Fetch(Ok(Year, "Cache-Control: public"), "Authorization: Basic eDp5"), Refetch()),
        Optimal(Behaviour, "cdn-swr", "Extensions count there as well.",
            Fetch(Ok("CDN-Cache-Control: max-age=60, stale-while-revalidate=36000", "Age: 3600")), Stale(Ok()).Later()),
        Optimal(Behaviour, "cdn-sie", "So does stale-if-error.",
            Fetch(Ok("CDN-Cache-Control: max-age=60, stale-if-error=36000", "Age: 3600")), Stale(Answer(503))),
        Must(Behaviour, "cdn-304", "A 304 may change it.",
            Fetch(Ok("CDN-Cache-Control: max-age=60", NoStore, Tag, "Age: 3600")), Revalidate(NotModified(Tag, Year, NoStore)),
            Hit()),
        Must(Behaviour, "cdn-other-target", "A field for another cache changes nothing, and goes on.",
            Fetch(Ok("OtherCDN-Cache-Control: no-store", Fresh)), Hit().Has("OtherCDN-Cache-Control: no-store")),
        Must(Behaviour, "cdn-other-target-keeps", "Nor does it permit anything.",
            Fetch(Ok("OtherCDN-Cache-Control: max-age=3600", NoStore)), Refetch()),
        Must(Behaviour, "cdn-name-case", "The field's name is not case-sensitive.",
            Fetch(Ok("cdn-cache-control: max-age=3600", NoStore)), Hit()),
        .. Valid(("cdn-parameters", "max-age=36000;foo=bar, public;x"), ("cdn-spaces", "  max-age=36000 ,  public  "),
            ("cdn-last-wins", "max-age=60, max-age=36000"),
            ("cdn-unknown-beside", "foo, max-age=36000, bar=\"baz\", baz=(a b)"), ("cdn-boolean", "max-age=36000, public=?1"),
            ("cdn-false", "no-store=?0, max-age=36000"),
            ("cdn-tabs", "max-age=36000\t,\tpublic"), ("cdn-binary", "max-age=36000, foo=:AAAA:")),
        .. Invalid(("cdn-empty", ""), ("cdn-comma-behind", "max-age=36000,"), ("cdn-two-commas", "max-age=36000,, public"),
            ("cdn-upper", "Max-Age=36000"),
            ("cdn-space-around", "max-age = 36000"), ("cdn-open-string", "max-age=36000, foo=\"bar"),
            ("cdn-semicolon", "max-age=36000; public; max-age=\""),
            ("cdn-no-comma", "max-age=36000 public"), ("cdn-equals", "max-age="), ("cdn-digits", "max-age=36000000000000000"),
            ("cdn-sign", "max-age=+36000"),
            ("cdn-not-ascii", "max-age=36000, foo=\"\u00e9\""), ("cdn-leading-comma", ",max-age=36000"),
            ("cdn-letters-behind", "max-age=36000s, 1=2")),
        .. Mistyped(("cdn-decimal", "max-age=36000.5"), ("cdn-string", "max-age=\"36000\""), ("cdn-token", "max-age=abc"),
            ("cdn-bare", "max-age"), ("cdn-negative", "max-age=-1"),
            ("cdn-list", "max-age=(36000)")),
        Must(Syntax, "cdn-two-lines", "Two lines are one dictionary.",
            Fetch(Ok("CDN-Cache-Control: max-age=36000", "CDN-Cache-Control: no-store", Fresh)), Refetch()),
        Must(Syntax, "cdn-line-invalid", "One bad line makes the field invalid as a whole.",
            Fetch(Ok("CDN-Cache-Control: max-age=36000", "CDN-Cache-Control: =", NoStore)), Refetch()),
        Optimal(Older, "surrogate-keeps", "Surrogate-Control counts before Cache-Control.",
            Fetch(Ok("Surrogate-Control: max-age=3600", NoStore)), Hit()),
        Must(Older, "surrogate-no-store", "no-store there forbids.",
            Fetch(Ok("Surrogate-Control: no-store", Fresh)), Refetch()),
        Optimal(Older, "surrogate-shorter", "A lifetime there counts though it is shorter.",
            Fetch(Ok("Surrogate-Control: max-age=60", "Cache-Control: max-age=36000", "Age: 3600")), Refetch()),
        Must(Older, "surrogate-below-cdn", "CDN-Cache-Control counts before it.",
            Fetch(Ok("Surrogate-Control: max-age=36000", "CDN-Cache-Control: no-store")), Refetch()),
        Must(Older, "surrogate-below-cdn-keeps", "CDN-Cache-Control counts before it, also to allow.",
            Fetch(Ok("Surrogate-Control: no-store", Year)), Hit()),
        Optimal(Older, "surrogate-content", "What else it says does not matter here.",
            Fetch(Ok("Surrogate-Control: content=\"ESI/1.0\", max-age=3600", NoStore)), Hit()),
        Must(Older, "surrogate-after-invalid", "Where CDN-Cache-Control is invalid it is next.",
            Fetch(Ok("CDN-Cache-Control: max-age=,", "Surrogate-Control: no-store", Fresh)), Refetch()),
    ];

    private static IEnumerable<Case> Valid(params (string Id, string Value)[] values) => values.Select(v =>
        Must(Syntax, v.Id, $"A valid dictionary: {v.Value.Trim()}.",
            Fetch(Ok($"CDN-Cache-Control: {v.Value}", NoStore, "Age: 3600")), Hit()));

    // Ignored means that Cache-Control counts, both ways.
    private static IEnumerable<Case> Invalid(params (string Id, string Value)[] values) => values.SelectMany(v => new[]
    {
        Must(Syntax, v.Id, $"No valid dictionary, so it is ignored: {v.Value}.",
            Fetch(Ok($"CDN-Cache-Control: {v.Value}", NoStore)), Refetch()),
        Must(Syntax, $"{v.Id}-falls-back", $"No valid dictionary, so Cache-Control counts: {v.Value}.",
            Fetch(Ok($"CDN-Cache-Control: {v.Value}", Fresh)), Hit()),
    });

    private static IEnumerable<Case> Mistyped(params (string Id, string Value)[] values) => values.Select(v =>
        Should(Syntax, v.Id, $"A value of another type is not made into a number: {v.Value}.",
            Fetch(Ok($"CDN-Cache-Control: {v.Value}", NoStore)), Refetch()));
}
