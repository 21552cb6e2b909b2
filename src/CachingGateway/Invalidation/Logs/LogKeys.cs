using StackExchange.Redis;

namespace CachingGateway.Invalidation.Logs;

/// <summary>
/// The names of the log's keys. In a cluster all of them lie in the slot of <c>1</c>: what must happen in one step has to lie on one
/// node, and <c>WAIT 1 …</c> can be sent to that very node, because the client takes its first argument for a key if told so.
/// </summary>
internal sealed class LogKeys(string prefix)
{
    /// <summary>How many copies <c>WAIT</c> asks for, as the key by which it finds the log's node.</summary>
    public static readonly RedisKey OneCopy = "1";

    /// <summary>In the order that <see cref="LogScripts"/> numbers them.</summary>
    public RedisKey[] All { get; } =
        [.. new[] { "generation", "records", "taken", "members", "due", "intents", "ledger", "intended" }.Select(name => (RedisKey)Named(prefix, name))];

    public RedisKey Ledger => All[6];

    public string Told { get; } = Named(prefix, "told");

    public string Confirmed { get; } = Named(prefix, "confirmed");

    public RedisKey Delivery(string id) => Named(prefix, $"delivery:{id}");

    private static string Named(string prefix, string name) => $"{prefix}:{{1}}:{name}";
}
