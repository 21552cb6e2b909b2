using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CachingGateway.TestKit;

/// <summary>An origin that answers with exact bytes, right or wrong.</summary>
internal sealed class RawOrigin : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<RawConnection> _connections = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<RawConnection, string[], Task> _script;
    private readonly Task _accepting;
    private int _calls;

    private RawOrigin(Func<RawConnection, string[], Task> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>How many requests came.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Runs the script for each request, with its head's lines; a request's body stays unread.</summary>
    public static RawOrigin Start(Func<RawConnection, string[], Task> script) => new(script);

    /// <summary>Answers each request with the same bytes and then closes.</summary>
    public static RawOrigin Answering(string latin1) => new(async (connection, _) =>
    {
        await connection.SendAsync(latin1);
        connection.FinishSending();
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        foreach (var connection in _connections)
            connection.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = new RawConnection(await _listener.AcceptSocketAsync(_stop.Token));
                _connections.Add(connection);
                _ = ServeAsync(connection);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(RawConnection connection)
    {
        try
        {
            while (await connection.ReadHeadAsync() is { } head)
            {
                Interlocked.Increment(ref _calls);
                await _script(connection, head);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The gateway gave the connection up, or the script did.
        }
    }
}
