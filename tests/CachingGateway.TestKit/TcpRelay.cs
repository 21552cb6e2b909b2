using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CachingGateway.TestKit;

/// <summary>
/// A wire between a client and a server on loopback that can be held, as a network does that drops everything: connections stay
/// open and nothing passes; or cut, so that both ends notice.
/// </summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, Socket> _open = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly int _port;
    private readonly Task _accepting;
    private volatile Gate _passage = Opened();
    private volatile bool _isCut;

    private TcpRelay(int port)
    {
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary><c>host:port</c> of this end.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>In front of a server on a loopback port.</summary>
    public static TcpRelay Start(int port) => new(port);

    /// <summary>Nothing passes in either direction until <see cref="Heal"/>; then what was held goes on its way.</summary>
    public void Hold() => _passage = new Gate();

    /// <summary>Breaks all connections off, and every new one, until <see cref="Heal"/>.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var (client, server) in _open)
            Break(client, server);
    }

    public void Heal()
    {
        _isCut = false;
        _passage.Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Cut();
        _passage.Open();
        await _accepting;
        _stop.Dispose();
    }

    private static Gate Opened()
    {
        var gate = new Gate();
        gate.Open();
        return gate;
    }

    private static void Break(Socket client, Socket server)
    {
        client.Dispose();
        server.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = RelayAsync(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Stopped.
        }
    }

    private async Task RelayAsync(Socket client)
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        _open[client] = server;
        try
        {
            await _passage.Opened(_stop.Token);
            ObjectDisposedException.ThrowIf(_isCut, this);
            await server.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
            await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
        }
        catch (Exception e) when (IsEnd(e))
        {
            // One of the ends, or the test, has ended it.
        }
        finally
        {
            _open.TryRemove(client, out _);
            Break(client, server);
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, SocketFlags.None) is var count and > 0)
            {
                await _passage.Opened(_stop.Token);
                for (var rest = buffer.AsMemory(0, count); rest.Length > 0;)
                    rest = rest[await to.SendAsync(rest, SocketFlags.None)..];
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            // As above.
        }
    }

    private static bool IsEnd(Exception e) =>
        e is SocketException or ObjectDisposedException or OperationCanceledException or TimeoutException;
}
