using CachingGateway.TestKit.Redis;

namespace CachingGateway.TestKit;

/// <summary>Settings that more than one test needs.</summary>
internal static class TestSettings
{
    /// <param name="redis">The Redis that the gateway shares.</param>
    /// <param name="members">More members of the section <c>Gateway</c>, with commas between them.</param>
    public static string OnRedis(RedisServer redis, string members = "") => OnRedis(redis.Address, members);

    /// <param name="address">The Redis that the gateway shares.</param>
    /// <param name="members">More members of the section <c>Gateway</c>, with commas between them.</param>
    /// <param name="patience">How long one trip to Redis may take. Usually long: a busy machine is not what most tests are about.</param>
    public static string OnRedis(string address, string members = "", string patience = "10s")
    {
        var redis = $$""" "Redis": { "ConnectionString": "{{address}}", "Timeout": "{{patience}}" } """;
        return $$"""{ "Gateway": { {{members}}{{(members.Length == 0 ? "" : ",")}} {{redis}} } }""";
    }
}
