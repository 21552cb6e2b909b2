namespace CachingGateway.ConformanceTests.Kit;

/// <summary>The words that cases are written in.</summary>
internal static class Words
{
    /// <summary>Fresh for longer than the suite runs.</summary>
    public const string Fresh = "Cache-Control: max-age=3600";

    /// <summary>Fresh for a second: see <see cref="UntilStale"/>.</summary>
    public const string Short = "Cache-Control: max-age=1";

    /// <summary>A strong validator.</summary>
    public const string Tag = "ETag: \"a\"";

    /// <summary>Long ago.</summary>
    public const string Modified = "Last-Modified: Mon, 01 Jan 2001 00:00:00 GMT";

    public static Case Must(string section, string id, string rule, params IStep[] steps) =>
        new(Level.Must, section, id, rule, steps);

    public static Case Should(string section, string id, string rule, params IStep[] steps) =>
        new(Level.Should, section, id, rule, steps);

    public static Case Optimal(string section, string id, string rule, params IStep[] steps) =>
        new(Level.Optimal, section, id, rule, steps);

    public static Reply Ok(params string[] fields) => new(200, fields);

    /// <summary>What an origin says whose representation is still the one that was asked about.</summary>
    public static Reply NotModified(params string[] fields) => new(304,
        fields) { Needs = ["If-None-Match", "If-Modified-Since"] };

    public static Reply Answer(int status, params string[] fields) => new(status, fields);

    /// <summary>The bytes as they are; <c>{body}</c> stands for the step's own.</summary>
    public static Reply Raw(string bytes) => new(200) { Bytes = bytes };

    /// <summary>The bytes behind the first lines of a 200 with a date and a lifetime.</summary>
    public static Reply RawFresh(string rest) => Raw("HTTP/1.1 200 OK\r\nDate: {date}\r\n" + Fresh + "\r\n" + rest);

    /// <summary>The origin ends the connection without an answer.</summary>
    public static Reply Nothing() => Raw("").ThenCloses();

    public static Exchange Request(string method, params string[] fields) => new(method, fields);

    public static Exchange Get(params string[] fields) => new("GET", fields);

    /// <summary>The origin is asked, and the client gets its very answer.</summary>
    public static Exchange Fetch(Reply reply, params string[] fields) => Get(fields).Answered(reply).Asked().Status(reply.Status)
        .Own();

    /// <summary>As <see cref="Fetch"/>, with an answer that asks to be kept by nobody.</summary>
    public static Exchange Refetch(params string[] fields) => Fetch(Ok("Cache-Control: no-store"), fields);

    /// <summary>The client gets what the origin sent in an earlier step (by default the first),
    /// and the origin is not asked.</summary>
    public static Exchange Hit(int step = 1) => Get().Answered(Unasked).NotAsked().Status(200).From(step);

    /// <summary>The origin is asked whether the answer of an earlier step still holds, and the client gets that.</summary>
    public static Exchange Revalidate(Reply reply, int step = 1) => Get().Answered(reply).Asked().Status(200).From(step);

    /// <summary>The client gets what the origin sent in an earlier step,
    /// though it is stale; the origin gives this answer to whoever asks.</summary>
    public static Exchange Stale(Reply reply, int step = 1) => Get().Answered(reply).Status(200).From(step);

    /// <summary>Until what lives for a second is stale beyond all rounding.</summary>
    public static Wait UntilStale { get; } = new(TimeSpan.FromSeconds(2.2));

    public static Wait Seconds(double seconds) => new(TimeSpan.FromSeconds(seconds));

    private static Reply Unasked => Ok("Cache-Control: no-store");

    /// <summary>The client gets the body of this very step.</summary>
    public static Exchange Own(this Exchange exchange) => exchange.From(0);
}
