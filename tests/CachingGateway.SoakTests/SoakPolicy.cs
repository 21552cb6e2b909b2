namespace CachingGateway.SoakTests;

/// <summary>The policy of all gateways: one route for each way in which a stored answer can be named.</summary>
internal static class SoakPolicy
{
    /// <summary>Beyond its freshness an answer of <c>/graced</c> is served for so long.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public const string SigningKey = "c29hayBzb2FrIHNvYWsgc29hayBzb2FrIHNvYWs=";

    public const string Token = "soak-soak-soak-soak-soak-soak";

    public static string Text { get; } = $$"""
        {
          "version": 1,
          "service": "soak",
          "defaults": { "ttl": "1h" },
          "routes": [
            { "name": "tagged", "match": { "path": ["/tagged/{group}/{id}"] }, "tags": ["tagged:{id}", "group:{group}"] },
            { "name": "surrogate", "match": { "path": ["/surrogate/{group}/{id}"] }, "tagHeaders": ["Surrogate-Key"] },
            { "name": "named", "match": { "path": ["/named/{group}/{id}"] }, "key": { "template": "named:{id}:{params}:v1", "query": ["page"] } },
            { "name": "graced", "match": { "path": ["/graced/{group}/{id}"] }, "tags": ["graced:{id}"],
              "ttl": "4s", "staleWhileRevalidate": "{{Grace.TotalSeconds}}s" },
            { "name": "varied", "match": { "path": ["/varied/{group}/{id}"] }, "forward": { "headers": ["X-Flavour"] } }
          ],
          "events": {
            "sources": {
              "origin": { "scheme": "standard-webhooks", "secrets": ["whsec_{{SigningKey}}"] },
              "table": { "scheme": "bearer", "secrets": ["{{Token}}"] }
            },
            "rules": [
              { "on": "tagged.changed", "tags": ["tagged:{data.id}"] },
              { "on": "tagged.group", "tags": ["group:{data.group}"] },
              { "on": "surrogate.changed", "tags": ["s:{data.id}"] },
              { "on": "named.changed", "patterns": ["named:{data.id}:*"] },
              { "on": "graced.changed", "tags": ["graced:{data.id}"] },
              { "on": "graced.softened", "tags": ["graced:{data.id}"], "mode": "soft" },
              { "on": "varied.changed", "urls": ["/varied/{data.group}/{data.id}"] },
              { "on": "varied.group", "routes": ["varied"] },
              { "on": "everything.changed", "all": true },
              { "on": { "methods": ["PUT"], "path": "/surrogate/{group}/{id}" }, "tags": ["s:{response.id}"] },
              { "on": { "methods": ["PUT"], "path": "/named/{group}/{id}" }, "patterns": ["named:{id}:*"] }
            ]
          }
        }
        """;
}
