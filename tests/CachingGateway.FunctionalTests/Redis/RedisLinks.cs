using CachingGateway.Storage.Redis;
using CachingGateway.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace CachingGateway.FunctionalTests.Redis;

/// <summary>Links for tests; a test states only what matters to it.</summary>
internal static class RedisLinks
{
    /// <summary>Far more than a call needs on a busy machine, where a test is not about a hung server.</summary>
    public static readonly TimeSpan Patient = TimeSpan.FromSeconds(10);

    public static RedisOptions Options(string connection)
    {
        var faults = new List<string>();
        return new RedisOptions
        {
            Address = RedisAddressParser.Parse(connection, faults) ?? throw new ArgumentException(string.Join('\n', faults), nameof(connection)),
            Timeout = Patient,
        };
    }

    /// <summary>Begins to connect and returns at once.</summary>
    public static RedisLink Begin(RedisOptions options)
    {
        var link = new RedisLink(options, TimeProvider.System, NullLogger.Instance);
        link.Start();
        return link;
    }

    public static async Task<RedisLink> OpenAsync(string connection)
    {
        var link = Begin(Options(connection));
        await link.ConnectedAsync();
        return link;
    }

    public static Task ConnectedAsync(this RedisLink link) =>
        Deadline.Eventually(() => Task.FromResult((link.IsConnected, link.Problem)), state => state.IsConnected);

    public static Task DisconnectedAsync(this RedisLink link) =>
        Deadline.Eventually(() => Task.FromResult(link.IsConnected), isConnected => !isConnected);

    public static Task<RedisOutcome<bool>> SetAsync(this RedisLine line, string key, string value, TimeSpan? timeout = null) =>
        line.CallAsync((key, value), static (database, sent) => database.StringSetAsync(sent.key, sent.value), timeout ?? Patient);

    public static Task<RedisOutcome<RedisValue>> GetAsync(this RedisLine line, string key, TimeSpan? timeout = null) =>
        line.CallAsync(key, static (database, sent) => database.StringGetAsync(sent), timeout ?? Patient);
}
