using System.Net.Sockets;

namespace CachingGateway.TestKit.Redis;

/// <summary>
/// A real Redis server on a free loopback port, with files of its own that are removed at the end. It keeps its port when it
/// comes back.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly RedisServerOptions _options;
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("redis-test-");
    private ServerProcess? _process;

    private RedisServer(RedisServerOptions options) => _options = options;

    public int Port { get; private set; }

    /// <summary>For other nodes of its cluster.</summary>
    public int ClusterPort { get; private set; }

    /// <summary><c>host:port</c>.</summary>
    public string Address => $"127.0.0.1:{Port}";

    public string? Password => _options.Password;

    /// <summary>What it printed since it was last started.</summary>
    public string Output => _process?.Output ?? "";

    /// <summary>Returns when the server answers; a replica, when it has all that its primary has.</summary>
    public static async Task<RedisServer> StartAsync(RedisServerOptions? options = null)
    {
        var server = new RedisServer(options ?? new RedisServerOptions());
        try
        {
            do
            {
                (server.Port, server.ClusterPort) = (ServerPorts.Free(), ServerPorts.Free());
            }
            while (!await server.TryRunAsync());
            if (server._options.ReplicaOf is not null)
                await server.SyncedAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>One command over a connection of its own.</summary>
    public async Task<RedisReply> AskAsync(params string[] command)
    {
        using var talk = await OpenAsync();
        return await talk.AskAsync(command);
    }

    /// <summary>A connection for several commands.</summary>
    public Task<RedisTalk> OpenAsync() => RedisTalk.OpenAsync(Port, Password);

    /// <summary>Asks <c>INFO</c> until one of its lines satisfies.</summary>
    public Task<string?> InfoAsync(string section, string field, Func<string?, bool> satisfies) =>
        Deadline.Eventually(async () => (await AskAsync("INFO", section)).Line(field), satisfies);

    /// <summary>Ends it as an operator does; returns when it has ended.</summary>
    public Task StopAsync() => EndAsync(PosixSignalNumber.Terminate);

    /// <summary>Ends it without a chance to say or write anything.</summary>
    public Task KillAsync() => EndAsync(PosixSignalNumber.Kill);

    /// <summary>It holds still: its connections stay open, and nothing is answered.</summary>
    public void Pause() => _process?.Send(PosixSignalNumber.Stop);

    public void Resume() => _process?.Send(PosixSignalNumber.Continue);

    /// <summary>Starts it again on the same port, after ending it if it runs. Returns when it answers.</summary>
    /// <param name="keepData">Whether what it wrote to disk is still there.</param>
    /// <param name="arguments">What to add to its command line this time.</param>
    public async Task RestartAsync(bool keepData = false, params string[] arguments)
    {
        if (!await TryRestartAsync(keepData, arguments))
            throw new InvalidOperationException($"It did not come back:\n{Output}");
        await AnsweringAsync();
    }

    /// <summary>As <see cref="RestartAsync"/>, and returns while it still loads what it had.</summary>
    public async Task<bool> TryRestartAsync(bool keepData, params string[] arguments)
    {
        await KillAsync();
        if (!keepData)
        {
            _files.Delete(recursive: true);
            _files.Create();
        }

        return await TryRunAsync(arguments);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _files.Delete(recursive: true);
    }

    private async Task EndAsync(PosixSignalNumber signal)
    {
        if (_process is null) return;
        _process.Send(signal);
        await _process.EndedAsync();
    }

    /// <summary>Whether it runs; it does not when somebody has taken the port meanwhile.</summary>
    private async Task<bool> TryRunAsync(params string[] arguments)
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = ServerProcess.Start(
            "redis-server", [.. _options.CommandLine(Port, ClusterPort, _files.FullName), .. arguments]);
        await Deadline.Eventually(PingAsync, answer => answer is not null || _process.HasEnded);
        return !_process.HasEnded;
    }

    private Task<RedisReply?> AnsweringAsync() => Deadline.Eventually(PingAsync, answer => answer is { IsError: false });

    private Task<string?> SyncedAsync() => InfoAsync("replication", "master_link_status", status => status == "up");

    private async Task<RedisReply?> PingAsync()
    {
        try
        {
            return await AskAsync("PING");
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }
}
