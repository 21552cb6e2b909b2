using CachingGateway.Keys;
using FsCheck;
using FsCheck.Fluent;

namespace CachingGateway.UnitTests.Keys;

/// <summary>One parameter of a generated request, plain text; a <see langword="null"/> value has no equals sign.</summary>
internal sealed record Parameter(string Name, string? Value);

/// <summary>
/// A generated request as its client means it. The alphabets are tiny on purpose: equal parts, and parts that read alike when put
/// together wrongly, come up all the time.
/// </summary>
internal sealed record KeyCase
{
    public static readonly string[] Texts =
    [
        "", "-", "a", "b", "ab", ":", "a:b", "*", "?", "%", "%2D", "%3A", "&", "a&b", "=", ",", "+", " ", "~", "!", "params_",
        "params_a",
        "\u00e9", "/", new('a', 129), new('b', 129), "0123456789abcdef0123456789abcdef",
    ];

    private static readonly string[] Hosts = ["example.org", "example.net", "example.org:8080", "[::1]", "a b", ""];

    public required string Host { get; init; }

    public required string Method { get; init; }

    public required string[] Path { get; init; }

    public required Parameter[] Query { get; init; }

    /// <summary>Values of X-A, X-B, the cookies c and d, and Authorization: each none, one or two.</summary>
    public required string[][] Fields { get; init; }

    public required string Body { get; init; }

    /// <summary>
    /// Whether characters that may stand raw in a target do: to RFC 3986 §2.2 that is another target than their escapes.
    /// </summary>
    public required bool IsRaw { get; init; }

    /// <summary>Everything that settings which key all of it must tell apart.</summary>
    public string Meaning
    {
        get
        {
            var query = Query.GroupBy(p => p.Name).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g =>
                    $"{Escape(g.Key)}={string.Join('|', g.Select(p => Quote(p.Value is null ? null : Escape(p.Value))))}");
            var fields = Fields.Select(f => string.Join('|', f.Select(Quote)));
            string[] parts = [Host, Method, .. Path.Select(Escape), "?", .. query, "#", .. fields, Quote(Body)];
            return string.Join('\n', parts);
        }
    }

    public static Gen<KeyCase> Any()
    {
        var segment = Gen.Elements(Texts.Where(t => t is not ("" or "/")).ToArray());
        var value = Gen.Frequency((1, Gen.Constant<string?>(null)), (8, Gen.Elements<string?>(Texts)));
        var parameter = from name in Gen.Elements("x", "y", "x:", "\u00e9", "$top") from v in value select new Parameter(name, v);
        var field = Gen.Elements(Texts.Where(t => t.Trim() == t && !t.Contains('"')).ToArray()).ListOf();
        return from host in Gen.Elements(Hosts)
               from method in Gen.Elements("GET", "GET", "GET", "POST")
               from path in segment.ListOf()
               from slash in Gen.Elements("", "", "/")
               from query in parameter.ListOf()
               from fields in field.ArrayOf(5)
               from raw in Gen.Elements(true, false)
               from body in Gen.Elements("", "", "{}", "[]", "{\"a\":1}")
               select new KeyCase
               {
                   Host = host,
                   Method = method,
                   Path = ["p", .. path.Take(2), .. slash.Length > 0 ? new[] { "" } : []],
                   Query = [.. query.Take(3)],
                   Fields = [.. fields.Select(f => f.Take(2).ToArray())],
                   Body = body,
                   IsRaw = raw,
               };
    }

    /// <summary>Writes the request as one of many clients would; a seed of 0 writes it plainly.</summary>
    public KeyRequest Write(int seed = 0)
    {
        var random = new Random(seed);
        var query = Query.GroupBy(p => p.Name).ToArray();
        if (seed != 0)
        {
            random.Shuffle(query);
        }

        var pairs = query.SelectMany(g => g).Select(p => p.Value is null ? Text(p.Name) : $"{Text(p.Name)}={Text(p.Value)}");
        var host = seed != 0 && CanonicalHost.TryParse(Host, "http", out _) ? Loosen(Host) : Host;
        return new KeyRequest
        {
            Host = host,
            Method = Method,
            Target = $"/{string.Join('/', Path.Select(Text))}{(query.Length > 0 ? "?" : "")}{string.Join('&', pairs)}",
            Fields = WriteFields(),
            Body = Body,
        };

        string Loosen(string text) => (random.Next(2) == 0 ? text.ToUpperInvariant() : text) + (text.Contains(':') ? "" : ":80");

        string Text(string text) => seed == 0 ? Escape(text) : EscapeMore(Escape(text), random);
    }

    /// <summary>Writes canonical text as another client might: with escapes that need not be, and in either case.</summary>
    private static string EscapeMore(string canonical, Random random)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < canonical.Length; i++)
        {
            if (canonical[i] == '%')
            {
                var escape = canonical.Substring(i, 3);
                text.Append(random.Next(2) == 0 ? escape : escape.ToLowerInvariant());
                i += 2;
            }
            else if (PercentEncoding.Unreserved.Contains(canonical[i]) && random.Next(2) == 0)
            {
                text.Append('%').Append(((int)canonical[i]).ToString(random.Next(2) == 0 ? "x2" : "X2"));
            }
            else
            {
                text.Append(canonical[i]);
            }
        }

        return text.ToString();
    }

    private string Escape(string text) => IsRaw
        ? string.Concat(text.Select(c => ":*,!@".Contains(c) ? c.ToString() : Uri.EscapeDataString(c.ToString())))
        : Uri.EscapeDataString(text);

    private static string Quote(string? text) => text is null ? "none" : $"'{text}'";

    private string[] WriteFields()
    {
        var cookies = Fields[2].Select(v => $"c={v}").Concat(Fields[3].Select(v => $"d={v}")).ToArray();
        return
        [
            .. Fields[0].Select(v => $"X-A: {v}"),
            .. Fields[1].Select(v => $"X-B: {v}"),
            .. Fields[4].Select(v => $"Authorization: {v}"),
            .. cookies.Length > 0 ? [$"Cookie: {string.Join("; ", cookies)}"] : Array.Empty<string>(),
        ];
    }
}
