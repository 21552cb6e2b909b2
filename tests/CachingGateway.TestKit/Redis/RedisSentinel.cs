namespace CachingGateway.TestKit.Redis;

/// <summary>A primary and its replica, watched by sentinels that put one in the other's place.</summary>
internal sealed class RedisSentinel : IAsyncDisposable
{
    private readonly List<RedisServer> _servers = [];
    private readonly List<ServerProcess> _sentinels = [];
    private readonly List<int> _ports = [];
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("sentinel-test-");

    private RedisSentinel()
    {
    }

    /// <summary>The name by which the sentinels know the primary.</summary>
    public static string Name => "main";

    /// <summary>The server that began as the primary.</summary>
    public RedisServer First => _servers[0];

    /// <summary>The server that began as its replica.</summary>
    public RedisServer Second => _servers[1];

    /// <summary>The sentinels as <c>host:port,…</c>.</summary>
    public string Addresses => string.Join(',', _ports.Select(port => $"127.0.0.1:{port}"));

    /// <summary>Returns when every sentinel knows the replica and the other sentinels.</summary>
    public static async Task<RedisSentinel> StartAsync(int sentinels = 1, string? password = null)
    {
        var started = new RedisSentinel();
        try
        {
            var first = await RedisServer.StartAsync(new RedisServerOptions { Password = password });
            started._servers.Add(first);
            started._servers.Add(await RedisServer.StartAsync(new RedisServerOptions { Password = password, ReplicaOf = first }));
            for (var i = 0; i < sentinels; i++)
                await started.AddSentinelAsync(quorum: (sentinels / 2) + 1);
            foreach (var port in started._ports)
                await started.KnowsAllAsync(port);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has the replica take the primary's place; returns when the sentinels name it and it takes writes.</summary>
    public async Task FailOverAsync()
    {
        using var talk = await RedisTalk.OpenAsync(_ports[0]);
        await Deadline.Eventually(() => talk.AskAsync("SENTINEL", "FAILOVER", Name), reply => !reply.IsError);
        await FailedOverAsync();
    }

    /// <summary>Returns when the sentinels name the second server as the primary and it takes writes.</summary>
    public async Task FailedOverAsync()
    {
        foreach (var port in _ports)
        {
            using var talk = await RedisTalk.OpenAsync(port);
            await Deadline.Eventually(
                () => talk.AskAsync("SENTINEL", "GET-MASTER-ADDR-BY-NAME", Name),
                reply => reply.Items is [_, { Text: { } named }] && named == $"{Second.Port}");
        }

        await Second.InfoAsync("replication", "role", role => role == "master");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sentinel in _sentinels)
            await sentinel.DisposeAsync();
        foreach (var server in _servers)
            await server.DisposeAsync();
        _files.Delete(recursive: true);
    }

    private async Task AddSentinelAsync(int quorum)
    {
        ServerProcess process;
        int port;
        do
        {
            port = ServerPorts.Free();
            var file = Path.Combine(_files.FullName, $"{port}.conf");
            await File.WriteAllTextAsync(file, Configuration(port, quorum));
            process = ServerProcess.Start("redis-server", [file, "--sentinel"]);
            _sentinels.Add(process);
            await Deadline.Eventually(() => IsUpAsync(port), isUp => isUp || process.HasEnded);
        }
        while (process.HasEnded);
        _ports.Add(port);
    }

    private string Configuration(int port, int quorum) =>
        $"""
        port {port}
        bind 127.0.0.1
        dir {_files.FullName}
        sentinel monitor {Name} 127.0.0.1 {First.Port} {quorum}
        sentinel down-after-milliseconds {Name} 1000
        sentinel failover-timeout {Name} 5000
        {(First.Password is null ? "" : $"sentinel auth-pass {Name} {First.Password}")}

        """;

    private async Task KnowsAllAsync(int port)
    {
        using var talk = await RedisTalk.OpenAsync(port);
        await Deadline.Eventually(
            () => talk.AskAsync("SENTINEL", "MASTER", Name),
            master => master.Member("num-slaves") == "1" && master.Member("num-other-sentinels") == $"{_ports.Count - 1}"
                && master.Member("flags") == "master");
        await Deadline.Eventually(
            () => talk.AskAsync("SENTINEL", "REPLICAS", Name),
            replicas => replicas.Items is [var only] && only.Member("flags") == "slave" && only.Member("master-link-status") == "ok");
    }

    private static async Task<bool> IsUpAsync(int port)
    {
        try
        {
            using var talk = await RedisTalk.OpenAsync(port);
            return !(await talk.AskAsync("PING")).IsError;
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or IOException)
        {
            return false;
        }
    }
}
