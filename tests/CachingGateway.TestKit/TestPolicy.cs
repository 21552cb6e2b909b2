namespace CachingGateway.TestKit;

/// <summary>Policy texts.</summary>
internal static class TestPolicy
{
    /// <summary>Every path is cached for 5 minutes, by all its parameters.</summary>
    public static string Everything { get; } = Route("""{ "name": "all", "match": { "path": ["/{**path}"] } }""");

    /// <summary>A policy of the routes given, each a JSON object, in this order.</summary>
    public static string Route(params string[] routes) => $$"""
        { "version": 1, "service": "test", "routes": [ {{string.Join(",\n", routes)}} ] }
        """;

    /// <summary>A route for every path with more members: <c>"ttl": "1s"</c>.</summary>
    public static string All(string members) =>
        Route($$"""{ "name": "all", "match": { "path": ["/{**path}"] }, {{members}} }""");
}
