using System.Net;
using System.Net.Sockets;

namespace CachingGateway.SoakTests.Cluster;

/// <summary>The line between one gateway and Redis, which can be cut, be slow, or hold what is on it back.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _gate = new();
    private readonly HashSet<RelayedConnection> _connections = [];
    private readonly int _target;
    private readonly Task _accepting;

    public TcpRelay(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Whether new connections are closed at once.</summary>
    public bool IsCut { get; set; }

    /// <summary>For how long each piece is held back, either way.</summary>
    public TimeSpan Lag { get; set; }

    /// <summary>What the gateway says; what is on the way when it freezes arrives when it thaws, whoever has gone meanwhile.</summary>
    public Direction ToRedis { get; } = new();

    /// <summary>What Redis says.</summary>
    public Direction ToGateway { get; } = new();

    /// <summary>Closes connections without a word.</summary>
    /// <param name="chosen">Which ones.</param>
    public void Drop(Func<bool> chosen)
    {
        RelayedConnection[] dropped;
        lock (_gate)
        {
            dropped = [.. _connections.Where(_ => chosen())];
        }

        foreach (var connection in dropped)
            connection.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        ToRedis.Thaw();
        ToGateway.Thaw();
        Drop(static () => true);
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = RelayAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The soak is over.
        }
    }

    private async Task RelayAsync(Socket gateway)
    {
        using var connection = new RelayedConnection(this, gateway);
        lock (_gate)
        {
            _connections.Add(connection);
        }

        if (!IsCut)
            await connection.RunAsync(_target);
        lock (_gate)
        {
            _connections.Remove(connection);
        }
    }
}

/// <summary>One way along the line.</summary>
internal sealed class Direction
{
    private volatile TaskCompletionSource? _thawed;

    /// <summary>Ends when things may pass.</summary>
    public Task Open => _thawed?.Task ?? Task.CompletedTask;

    public void Freeze() => _thawed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw() => Interlocked.Exchange(ref _thawed, null)?.TrySetResult();
}
