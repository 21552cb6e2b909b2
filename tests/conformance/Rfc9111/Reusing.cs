using System.Text;

namespace CachingGateway.ConformanceTests.Rfc9111;

/// <summary>Which requests a stored answer is for: by target and method.</summary>
internal static class Reusing
{
    private const string Section = "9111 §4";
    private const string Comparison = "9110 §4.2.3";
    private const string Bytes = "\0\u0001\u00ff\r\n\r\nHTTP/1.1 200 OK\r\n\r\n";

    public static IReadOnlyList<Case> Cases { get; } =
    [
        .. Different("another query", ("reuse-query", "?a=1", "?a=2"), ("reuse-query-none", "", "?a=1"),
            ("reuse-query-empty", "", "?"),
            ("reuse-query-order", "?a=1&b=2", "?b=2&a=1"), ("reuse-query-case", "?a=x", "?a=X"),
            ("reuse-query-twice", "?a=1&a=2", "?a=2&a=1"),
            ("reuse-query-blank", "?a", "?a="), ("reuse-query-plus", "?a=b+c", "?a=b%20c")),
        .. Different("another path", ("reuse-path-case", "/x", "/X"), ("reuse-slash", "/x", "/x/"),
            ("reuse-encoded-slash", "/x/y", "/x%2Fy"),
            ("reuse-double-slash", "/x/y", "/x//y"), ("reuse-semicolon", "/x", "/x;y"),
            ("reuse-encoded-question", "/x?y", "/x%3Fy")),
        .. Equal("the same target", ("reuse-unreserved", "/%7Ex", "/~x"), ("reuse-hex-case", "/%3a", "/%3A"),
            ("reuse-letter", "/%41", "/A")),
        Must(Section, "reuse-host", "Another host is another target.",
            Fetch(Ok(Fresh)), Refetch("Host: other.test")),
        Must(Section, "reuse-port", "Another port is another target.",
            Fetch(Ok(Fresh)), Refetch("Host: cache.test:8080")),
        Optimal(Comparison, "reuse-host-case", "A host is not case-sensitive.",
            Fetch(Ok(Fresh)), Hit().Saying("Host: CACHE.Test")),
        Optimal(Comparison, "reuse-default-port", "The scheme's own port is none.",
            Fetch(Ok(Fresh)), Hit().Saying("Host: cache.test:80")),
        Optimal("9112 §3.2.2", "reuse-absolute", "A target in absolute form is the same target.",
            Fetch(Ok(Fresh)), Hit().Absolute()),
        Must(Section, "reuse-post", "A POST is written through, whatever is stored.",
            Fetch(Ok(Fresh)), Request("POST").Sending("x").Answered(Ok()).Asked().SeesMethod("POST").Own()),
        Must(Section, "reuse-put", "A PUT is written through.",
            Fetch(Ok(Fresh)), Request("PUT").Sending("x").Answered(Ok()).Asked().SeesMethod("PUT").Own()),
        Must(Section, "reuse-delete", "A DELETE is written through.",
            Fetch(Ok(Fresh)), Request("DELETE").Answered(Ok()).Asked().SeesMethod("DELETE").Own()),
        Must(Section, "reuse-patch", "A PATCH is written through.",
            Fetch(Ok(Fresh)), Request("PATCH").Sending("x").Answered(Ok()).Asked().SeesMethod("PATCH").Own()),
        Must(Section, "reuse-unknown", "A method nobody knows is written through.",
            Fetch(Ok(Fresh)), Request("FROB").Answered(Ok()).Asked().SeesMethod("FROB").Own()),
        Must(Section, "reuse-options", "OPTIONS is answered by the origin.",
            Fetch(Ok(Fresh)), Request("OPTIONS").Answered(Ok()).Asked().SeesMethod("OPTIONS").Own()),
        Optimal("9110 §9.3.2", "reuse-head", "A HEAD is answered from a stored GET: the same fields, no body.",
            Fetch(Ok(Fresh, "Foo: bar").WithBody("12345")),
            Request("HEAD").Answered(Ok()).NotAsked().Status(200).Has("Foo: bar", "Content-Length: 5").Text("").NothingFollows()),
        Must(Section, "reuse-head-first", "A GET is not answered from a HEAD.",
            Request("HEAD").Answered(Ok(Fresh, "Content-Length: 5")).Asked().Status(200).Text(""), Refetch()),
        Must(Section, "reuse-head-post", "A POST's answer does not serve a HEAD.",
            Request("POST").Sending("x").Answered(Ok(Fresh)).Asked(),
            Request("HEAD").Answered(Ok("Foo: new")).Asked().Has("Foo: new")),
        Optimal(Section, "reuse-many", "A fresh answer serves as often as it is asked for.",
            Fetch(Ok(Fresh)), Hit(), Hit(), Hit(), Hit()),
        Must(Section, "reuse-body-exact", "The body is the origin's, byte for byte.",
            Get().Answered(Ok(Fresh).WithBody(Bytes)).Asked().Expect("every byte", AllBytes),
            Get().NotAsked().Expect("every byte", AllBytes)),
        Must(Section, "reuse-status", "The status is the origin's.",
            Fetch(Answer(404, Fresh)), Hit().Status(404)),
        Optimal(Section, "reuse-miss-then-hit", "An answer nobody may keep does not stop the next from being kept.",
            Refetch(), Fetch(Ok(Fresh)), Hit(2)),
        Must(Section, "reuse-replaced", "The newer answer replaces the older.",
            Fetch(Ok(Short)), UntilStale, Fetch(Ok(Fresh)), Hit(2)),
    ];

    private static bool AllBytes(Observed observed) =>
        observed.Response is { } response && Encoding.Latin1.GetString(response.Body) == Bytes;

    private static IEnumerable<Case> Different(string what,
        params (string Id, string First, string Second)[] targets) => targets.Select(t =>
        Must(Section, t.Id, $"{t.Second} is {what} than {(t.First.Length == 0 ? "none" : t.First)}.",
            Fetch(Ok(Fresh)).At(t.First), Refetch().At(t.Second)));

    private static IEnumerable<Case> Equal(string what, params (string Id, string First,
        string Second)[] targets) => targets.Select(t =>
        Optimal(Comparison, t.Id, $"{t.Second} is {what} as {t.First}.", Fetch(Ok(Fresh)).At(t.First), Hit().At(t.Second)));
}
