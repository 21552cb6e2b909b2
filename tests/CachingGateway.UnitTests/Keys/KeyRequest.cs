using System.Text;
using CachingGateway.Http;
using CachingGateway.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CachingGateway.UnitTests.Keys;

/// <summary>A request to a route <c>/{first}/{**rest}</c>; a test states only what differs from a plain GET.</summary>
internal sealed record KeyRequest
{
    public string Method { get; init; } = "GET";

    public string Scheme { get; init; } = "http";

    public string Host { get; init; } = "example.org";

    public string Target { get; init; } = "/trigs/123";

    /// <summary>Lines of <c>Name: value</c>.</summary>
    public string[] Fields { get; init; } = [];

    public string Body { get; init; } = "";

    public static string[] PathParameters { get; } = ["first", "rest"];

    public RequestHead Head
    {
        get
        {
            var headers = new HeaderDictionary();
            foreach (var line in Fields)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                var name = line[..colon];
                headers[name] = StringValues.Concat(headers[name], line[(colon + 1)..].Trim(' '));
            }

            return new RequestHead(Method, Scheme, Host, Target, headers);
        }
    }

    public static KeyRules Compile(KeySettings settings, string route = "trig")
    {
        var faults = new List<KeyFault>();
        return KeyRules.Compile(settings, "svc", route, PathParameters, faults)
            ?? throw new InvalidOperationException(string.Join('\n', faults));
    }

    public RequestKey Key(KeySettings settings) => Key(Compile(settings));

    public RequestKey Key(KeyRules rules)
    {
        if (!CanonicalTarget.TryParse(Target, out var target))
        {
            throw new InvalidOperationException($"{Target} has no canonical form");
        }

        return rules.Build(Head, target, Values(target), Encoding.UTF8.GetBytes(Body));
    }

    /// <summary>What the origin sees: the fields as lines, sorted by name.</summary>
    public string[] Forwarded(KeySettings settings)
    {
        var rules = Compile(settings);
        var destination = new HeaderDictionary();
        rules.CopyForwardedHeaders(Head, Key(rules), destination);
        return [.. destination.SelectMany(f => f.Value.Select(v => $"{f.Key}: {v}")).Order(StringComparer.Ordinal)];
    }

    private static PathValues Values(CanonicalTarget target)
    {
        List<KeyValuePair<string, string>> values = [new("first", PercentEncoding.Decode(target.Segments[0]))];
        if (target.Segments.Count > 1)
        {
            values.Add(new("rest", PercentEncoding.Decode(string.Join('/', target.Segments.Skip(1)))));
        }

        return new PathValues(values);
    }
}
