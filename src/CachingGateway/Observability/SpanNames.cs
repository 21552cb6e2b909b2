namespace CachingGateway.Observability;

/// <summary>The names of spans and of their attributes; docs/tracing.md explains each. What OpenTelemetry has a name for has that one.</summary>
internal static class SpanNames
{
    public const string Fill = "fill";
    public const string RedisGet = "redis get";
    public const string Invalidate = "invalidate";

    public const string Status = "caching_gateway.status";
    public const string Reason = "caching_gateway.reason";
    public const string Route = "caching_gateway.route";
    public const string Key = "caching_gateway.key";
    public const string Outcome = "caching_gateway.outcome";
    public const string Source = "caching_gateway.source";
    public const string Sequence = "caching_gateway.sequence";
    public const string Targets = "caching_gateway.targets";
    public const string Live = "caching_gateway.replicas.live";
    public const string Confirmed = "caching_gateway.replicas.confirmed";

    public const string Method = "http.request.method";
    public const string StatusCode = "http.response.status_code";
    public const string Path = "url.path";
    public const string Scheme = "url.scheme";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ErrorType = "error.type";
    public const string DbSystem = "db.system.name";
}
