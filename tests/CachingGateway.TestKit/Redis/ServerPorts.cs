using System.Net;
using System.Net.Sockets;

namespace CachingGateway.TestKit.Redis;

/// <summary>
/// Free loopback ports for servers that come back on the port they had. They are below those that the system gives to outgoing
/// connections, so that nobody takes one while its server is down.
/// </summary>
internal static class ServerPorts
{
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 32_000);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
