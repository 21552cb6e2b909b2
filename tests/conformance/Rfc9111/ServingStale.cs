namespace CachingGateway.ConformanceTests.Rfc9111;

/// <summary>What is stale: served only when the origin is out of reach and nothing forbids it.</summary>
internal static class ServingStale
{
    private const string Section = "9111 §4.2.4";

    public static IReadOnlyList<Case> Cases { get; } =
    [
        Must(Section, "stale-asked", "While the origin answers nothing stale is served.",
            Fetch(Ok(Short)), UntilStale, Refetch()),
        Optimal(Section, "stale-closed", "An origin that closes the connection is out of reach: the stale answer is served.",
            Fetch(Ok(Short)), UntilStale, Stale(Nothing()).AskedAtLeastOnce()),
        Optimal(Section, "stale-reset", "So it is if the origin resets it.",
            Fetch(Ok(Short)), UntilStale, Stale(Nothing() with { Ending = Ending.Resets }).AskedAtLeastOnce()),
        Optimal(Section, "stale-cut-head", "So it is if the origin's answer ends in its head.",
            Fetch(Ok(Short)), UntilStale, Stale(Raw("HTTP/1.1 200 OK\r\nCache-Con").ThenCloses()).AskedAtLeastOnce()),
        Optimal(Section, "stale-garbage", "So it is if what comes is no HTTP.",
            Fetch(Ok(Short)), UntilStale, Stale(Raw("hello\r\n\r\n").ThenCloses()).AskedAtLeastOnce()),
        Optimal(Section, "stale-on-arrival", "What was stale when it came serves as well.",
            Fetch(Ok("Cache-Control: max-age=60", "Age: 3600", Tag)), Stale(Nothing())),
        Optimal(Section, "stale-validator", "A validator makes no difference.",
            Fetch(Ok(Short, Tag, Modified)), UntilStale, Stale(Nothing())),
        Optimal(Section, "stale-variant", "The variant that matches is served.",
            Fetch(Ok(Short, "Vary: Foo"), "Foo: 1"), Fetch(Ok(Short, "Vary: Foo"), "Foo: 2"), UntilStale,
            Stale(Nothing()).Saying("Foo: 1"), Stale(Nothing(), 2).Saying("Foo: 2")),
        Must(Section, "stale-wrong-variant", "No other variant is.",
            Fetch(Ok(Short, "Vary: Foo"), "Foo: 1"), UntilStale, Get("Foo: 2").Answered(Nothing()).Broken()),
        Must(Section, "stale-age", "A stale answer says its age, which is over its lifetime.",
            Fetch(Ok("Cache-Control: max-age=60", "Age: 3600")), Stale(Nothing()).Age(3600)),
        Optimal(Section, "stale-head", "A HEAD gets the stale fields.",
            Fetch(Ok(Short, "Foo: bar")), UntilStale, Request("HEAD").Answered(Nothing()).Status(200).Has("Foo: bar")),
        Optimal(Section, "stale-recovers", "When the origin is back, its new answer is served.",
            Fetch(Ok(Short)), UntilStale, Stale(Nothing()), Fetch(Ok(Fresh)), Hit(3)),
        Must(Section, "stale-nothing-stored", "Where nothing is stored an error says so.",
            Get().Answered(Nothing()).Expect("502 or 504", o => o.Response?.Status is 502 or 504)),
        Must(Section, "stale-no-cache", "no-cache: never served unasked, out of reach or not.",
            Fetch(Ok("Cache-Control: max-age=3600, no-cache", Tag)), Get().Answered(Nothing()).Broken()),
        .. Forbidding("stale-must-revalidate", "must-revalidate", "9111 §5.2.2.2"),
        .. Forbidding("stale-proxy-revalidate", "proxy-revalidate", "9111 §5.2.2.8"),
        Must("9111 §5.2.2.10", "stale-s-maxage", "s-maxage forbids to serve the answer stale.",
            Fetch(Ok("Cache-Control: s-maxage=1")), UntilStale, Get().Answered(Nothing()).Broken()),
        Must("9111 §5.2.2.10", "stale-s-maxage-500", "An error of the origin is not hidden either.",
            Fetch(Ok("Cache-Control: s-maxage=1")), UntilStale, Get().Answered(Answer(500)).Broken()),
        Must("9111 §4.3.3", "stale-500", "An origin that fails to validate: its error, or the stored answer; nothing else.",
            Fetch(Ok(Short, Tag)), UntilStale,
            Get().Answered(Answer(500)).Expect("500, or what is stored", o => o.Response?.Status == 500
                || o.Response?.Text == o.BodyOf(1))),
        Must("9111 §4.3.3", "stale-404", "A 404 is an answer, not a failure: it is used.",
            Fetch(Ok(Short, Tag)), UntilStale, Fetch(Answer(404))),
    ];

    private static IEnumerable<Case> Forbidding(string id, string directive, string section) =>
    [
        Must(section, id, $"{directive}: once stale, an error rather than the stored answer.",
            Fetch(Ok($"{Short}, {directive}")), UntilStale, Get().Answered(Nothing()).Broken()),
        Should(section, $"{id}-504", $"{directive}: the error is a 504, unless another fits better.",
            Fetch(Ok($"{Short}, {directive}")), UntilStale,
            Get().Answered(Nothing()).Expect("504 or 502", o => o.Response?.Status is 504 or 502)),
        Must(section, $"{id}-500", $"{directive}: an error of the origin is not hidden either.",
            Fetch(Ok($"{Short}, {directive}", Tag)), UntilStale, Get().Answered(Answer(500)).Broken()),
        Must(section, $"{id}-case", $"{directive} in capitals is the same.",
            Fetch(Ok($"{Short}, {directive.ToUpperInvariant()}")), UntilStale, Get().Answered(Nothing()).Broken()),
        Optimal(section, $"{id}-fresh", $"{directive} asks for nothing while the answer is fresh.",
            Fetch(Ok($"{Fresh}, {directive}")), Hit()),
        Must(section, $"{id}-304", $"{directive}: validated, the answer serves again.",
            Fetch(Ok($"{Short}, {directive}", Tag)), UntilStale, Revalidate(NotModified(Tag, $"{Fresh}, {directive}")), Hit()),
    ];
}
