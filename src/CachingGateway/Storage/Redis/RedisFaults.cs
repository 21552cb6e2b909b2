using StackExchange.Redis;

namespace CachingGateway.Storage.Redis;

/// <summary>The one place that knows the client's exceptions and the first words of the server's errors.</summary>
internal static class RedisFaults
{
    /// <summary>Whether Redis as a whole seems to be away, which is what the breaker counts.</summary>
    public static bool IsAway(this RedisFault fault) =>
        fault is RedisFault.NotConnected or RedisFault.Timeout or RedisFault.ConnectionLost or RedisFault.Loading;

    public static RedisFault Of(Exception exception) => exception switch
    {
        RedisServerException server => OfMessage(server.Message),
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => RedisFault.NotAllowed,
        RedisConnectionException { FailureType: ConnectionFailureType.Loading } => RedisFault.Loading,
        RedisConnectionException { FailureType: ConnectionFailureType.UnableToResolvePhysicalConnection } => RedisFault.NotConnected,
        RedisConnectionException or ObjectDisposedException or OperationCanceledException => RedisFault.ConnectionLost,
        TimeoutException => RedisFault.Timeout,
        RedisCommandException command when command.Message.Contains("slave", StringComparison.OrdinalIgnoreCase) => RedisFault.ReadOnly,
        RedisCommandException command when command.Message.StartsWith("Multi-key", StringComparison.Ordinal) => RedisFault.CrossSlot,
        _ => RedisFault.Other,
    };

    /// <summary>By the first word of a server's error.</summary>
    public static RedisFault OfMessage(string message) => FirstWord(message) switch
    {
        "OOM" => RedisFault.OutOfMemory,
        "READONLY" => RedisFault.ReadOnly,
        "LOADING" => RedisFault.Loading,
        "MISCONF" => RedisFault.CannotPersist,
        "NOREPLICAS" or "MASTERDOWN" => RedisFault.NoReplicas,
        "CLUSTERDOWN" or "MOVED" or "ASK" or "TRYAGAIN" => RedisFault.ClusterChanging,
        "CROSSSLOT" => RedisFault.CrossSlot,
        "NOSCRIPT" => RedisFault.NoScript,
        "BUSY" => RedisFault.ScriptRunning,
        "WRONGTYPE" => RedisFault.WrongType,
        "NOAUTH" or "WRONGPASS" or "NOPERM" => RedisFault.NotAllowed,
        // The client's own words for a redirection that it could not follow, and for a cluster without that slot.
        "Key" or "Endpoint" when message.Contains("MOVED", StringComparison.Ordinal) || message.Contains("hash-slot", StringComparison.Ordinal) =>
            RedisFault.ClusterChanging,
        _ => RedisFault.Other,
    };

    private static string FirstWord(string message)
    {
        var end = message.IndexOfAny([' ', ':']);
        return end < 0 ? message : message[..end];
    }
}
