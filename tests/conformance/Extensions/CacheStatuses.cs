using System.Globalization;

namespace CachingGateway.ConformanceTests.Extensions;

/// <summary>RFC 9211: what the cache says of its part, and the gateway's own word for it.</summary>
internal static class CacheStatuses
{
    private const string Section = "9211 §2";
    private const string Hits = "9211 §2.1";
    private const string Forwards = "9211 §2.2";
    private const string Ttl = "9211 §2.4";
    private const string Minute = "Cache-Control: max-age=60";
    private const string Overdue = "Age: 3600";

    public static IReadOnlyList<Case> Cases { get; } =
    [
        Must(Hits, "says-hit", "A hit says hit and not fwd.",
            Fetch(Ok(Fresh)), Hit().CacheStatus("hit, no fwd", m => m.Is("hit") && !m.Parameters.ContainsKey("fwd"))),
        Should(Ttl, "says-hit-ttl", "A hit says how long it is still fresh.",
            Fetch(Ok(Fresh, "Age: 600")), Hit().CacheStatus("ttl of at most 3000", m => m.Number("ttl") is > 2000 and <= 3000)),
        Should(Ttl, "says-heuristic-ttl", "So it does with a lifetime that was guessed.",
            Fetch(Ok(Modified)), Hit().CacheStatus("ttl over 0", m => m.Number("ttl") > 0)),
        Must(Forwards, "says-miss", "A miss says fwd and not hit.",
            Fetch(Ok(Fresh)).CacheStatus("fwd=uri-miss or miss, no hit", m => m.Text("fwd") is "uri-miss" or "miss"
            && !m.Is("hit"))),
        Optimal("9211 §2.5", "says-stored", "A miss says that it was stored.",
            Fetch(Ok(Fresh)).CacheStatus("stored", m => m.Is("stored"))),
        Must("9211 §2.5", "says-not-stored", "What was not stored is not said to be.",
            Fetch(Ok("Cache-Control: no-store")).CacheStatus("not stored", m => !m.Is("stored"))),
        Must("9211 §2.5", "says-not-stored-private", "Nor what is private.",
            Fetch(Ok("Cache-Control: private, max-age=3600")).CacheStatus("not stored", m => !m.Is("stored"))),
        Optimal(Forwards, "says-vary-miss", "Another variant is a vary-miss.",
            Fetch(Ok(Fresh, "Vary: Foo"), "Foo: 1"), Fetch(Ok(Fresh, "Vary: Foo"), "Foo: 2").CacheStatus("fwd=vary-miss",
            m => m.Text("fwd") == "vary-miss")),
        Optimal(Forwards, "says-stale", "What was stale and was replaced: fwd=stale.",
            Fetch(Ok(Minute, Overdue, Tag)), Fetch(Ok(Fresh)).CacheStatus("fwd=stale", m => m.Text("fwd") == "stale")),
        Optimal("9211 §2.3", "says-revalidated", "What was stale and holds: fwd=stale; fwd-status=304.",
            Fetch(Ok(Minute, Overdue, Tag)),
            Revalidate(NotModified(Tag, Fresh)).CacheStatus("fwd=stale; fwd-status=304", m => m.Text("fwd") == "stale"
                && m.Number("fwd-status") == 304)),
        Optimal(Forwards, "says-request", "What the client's directives made us ask: fwd=request.",
            Fetch(Ok(Fresh)), Refetch("Cache-Control: no-cache").CacheStatus("fwd=request", m => m.Text("fwd") == "request")),
        Optimal(Forwards, "says-method", "What the method made us ask: fwd=method, or bypass.",
            Request("POST").Sending("x").Answered(Ok()).Asked()
                .CacheStatus("fwd=method or bypass", m => m.Text("fwd") is "method" or "bypass")),
        Optimal(Forwards, "says-partial", "A range of what is not stored goes forward with a reason.",
            Get("Range: bytes=0-1").Answered(Answer(206, "Content-Range: bytes 0-1/10").WithBody("01")
                .IfAsked("Range", Ok().WithBody("0123456789")))
                .CacheStatus("fwd", m => m.Text("fwd") is not null)),
        Must("9211 §2.3", "says-fwd-status", "fwd-status is the status that the origin sent.",
            Fetch(Answer(404, Fresh)).CacheStatus("404, or left out", m => m.Number("fwd-status") is null or 404)),
        Should(Ttl, "says-stale-hit", "What is served stale has a ttl below 0.",
            Fetch(Ok($"{Minute}, stale-while-revalidate=36000", Overdue)),
            Stale(Ok()).Later().CacheStatus("hit with ttl below 0", m => m.Is("hit") && m.Number("ttl") < 0)),
        Should(Ttl, "says-max-stale-hit", "So it is if the client accepts it.",
            Fetch(Ok(Minute, Overdue)), Hit().Saying("Cache-Control: max-stale").CacheStatus("hit with ttl below 0",
            m => m.Is("hit") && m.Number("ttl") < 0)),
        Should(Section, "says-appended", "Behind what caches before us said.",
            Fetch(Ok(Fresh, "Cache-Status: OriginCache; hit; ttl=1100, \"CDN Company Here\"; fwd=uri-miss"))
                .Expect("three members", o => Members(o) == 3),
            Hit().Expect("three members", o => Members(o) == 3).CacheStatus("ours is the last, a hit", m => m.Is("hit"))),
        Should(Section, "says-appended-lines", "On however many lines it came.",
            Fetch(Ok(Fresh, "Cache-Status: a; hit", "Cache-Status: b; fwd=miss")).Expect("three members", o => Members(o) == 3),
            Hit().Expect("three members", o => Members(o) == 3)),
        Should(Section, "says-not-grown", "A hit does not add to the member of the miss that filled the cache.",
            Fetch(Ok(Fresh)).Expect("one member", o => Members(o) == 1), Hit().Expect("one member", o => Members(o) == 1)),
        Must(Section, "says-304", "A 304 from the cache is a hit.",
            Fetch(Ok(Fresh, Tag)), Get("If-None-Match: \"a\"").NotAsked().Status(304).CacheStatus("hit", m => m.Is("hit"))),
        Must(Section, "says-head", "A HEAD from the cache is a hit.",
            Fetch(Ok(Fresh)), Request("HEAD").NotAsked().Status(200).CacheStatus("hit", m => m.Is("hit"))),
        Optimal(Section, "says-own-504", "An error of the cache's own has its member.",
            Get("Cache-Control: only-if-cached").NotAsked().Status(504).CacheStatus("a member", m => m.Item.Length > 0)),
        Optimal(Section, "says-own-502", "So has one for an origin out of reach.",
            Get().Answered(Nothing()).Broken().CacheStatus("a member with fwd", m => m.Text("fwd") is not null)),
        Must(Section, "says-name", "Every answer carries the same name.",
            Fetch(Ok(Fresh)).CacheStatus("CachingGateway", m => m.Item == "CachingGateway"),
            Hit().CacheStatus("CachingGateway", m => m.Item == "CachingGateway")),
        .. Words(),
    ];

    private static IEnumerable<Case> Words() =>
    [
        Optimal("X-Cache-Status", "word-hit", "MISS, then HIT.", Fetch(Ok(Fresh)).Has("X-Cache-Status: MISS"),
            Hit().Has("X-Cache-Status: HIT")),
        Optimal("X-Cache-Status", "word-revalidated", "REVALIDATED.",
            Fetch(Ok(Minute, Overdue, Tag)), Revalidate(NotModified(Tag, Fresh)).Has("X-Cache-Status: REVALIDATED")),
        Optimal("X-Cache-Status", "word-stale", "STALE.", Fetch(Ok(Minute, Overdue)),
            Stale(Nothing()).Has("X-Cache-Status: STALE")),
        Optimal("X-Cache-Status", "word-bypass", "BYPASS.",
            Request("POST").Sending("x").Answered(Ok()).Asked().Has("X-Cache-Status: BYPASS")),
        Optimal("X-Cache-Status", "word-replaced", "A new answer in a stale one's place is a MISS.",
            Fetch(Ok(Minute, Overdue, Tag)), Fetch(Ok(Fresh)).Has("X-Cache-Status: MISS")),
        Optimal("X-Cache-Status", "word-ttl", "X-Cache-TTL is what remains of the lifetime.",
            Fetch(Ok(Fresh, "Age: 600")), Hit().Expect("up to 3000", o =>
                long.TryParse(o.Response?.Header("X-Cache-TTL"), CultureInfo.InvariantCulture, out var ttl)
                    && ttl is > 2000 and <= 3000)),
    ];

    private static int? Members(Observed observed) =>
        StructuredList.Parse(observed.Response?.Header("Cache-Status") ?? "")?.Count;
}
