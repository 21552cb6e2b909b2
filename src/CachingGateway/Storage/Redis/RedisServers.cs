using System.Net;
using StackExchange.Redis;

namespace CachingGateway.Storage.Redis;

/// <summary>The servers behind a connection.</summary>
internal static class RedisServers
{
    /// <summary>The primaries that it is connected to: one, or in a cluster each that has a share of the keys.</summary>
    public static IReadOnlyList<IServer> Primaries(RedisConnection connection) =>
        [.. connection.Multiplexer.GetEndPoints().Select(endpoint => connection.Multiplexer.GetServer(endpoint))
            .Where(server => server.IsConnected && !server.IsSlave)];

    public static RedisNode NodeOf(IServer server) => server.EndPoint switch
    {
        IPEndPoint address => new RedisNode(address.Address.ToString(), address.Port),
        DnsEndPoint name => new RedisNode(name.Host, name.Port),
        _ => throw new NotSupportedException($"{server.EndPoint} is neither an address nor a name."),
    };
}
