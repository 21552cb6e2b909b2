using System.Net;
using System.Net.Sockets;

namespace CachingGateway.SoakTests.Cluster;

/// <summary>One connection of a gateway's to Redis.</summary>
internal sealed class RelayedConnection(TcpRelay relay, Socket gateway) : IDisposable
{
    private readonly Socket _redis = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>Returns when it has ended on both sides.</summary>
    public async Task RunAsync(int target)
    {
        try
        {
            gateway.NoDelay = true;
            await _redis.ConnectAsync(IPAddress.Loopback, target);
            await Task.WhenAll(PassAsync(gateway, _redis, relay.ToRedis), PassAsync(_redis, gateway, relay.ToGateway));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut, or one of the two is gone.
        }
    }

    public void Dispose()
    {
        gateway.Dispose();
        _redis.Dispose();
    }

    private async Task PassAsync(Socket from, Socket to, Direction direction)
    {
        var piece = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(piece) is var length and > 0)
            {
                await Pause.ForAsync(relay.Lag);
                await direction.Open;
                for (var sent = 0; sent < length;)
                    sent += await to.SendAsync(piece.AsMemory(sent, length - sent));
            }

            await direction.Open;
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Dispose();
        }
    }
}
