namespace CachingGateway.TestKit.Redis;

/// <summary>What a test wants of its Redis server beyond the usual: one on loopback that keeps nothing on disk.</summary>
internal sealed record RedisServerOptions
{
    /// <summary>Asked of every client; <see langword="null"/>: none.</summary>
    public string? Password { get; init; }

    /// <summary>Whether every write is on disk before it is answered.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>Whether it is a node of a cluster.</summary>
    public bool IsCluster { get; init; }

    /// <summary>The server of which this one is a copy; <see langword="null"/>: it is nobody's.</summary>
    public RedisServer? ReplicaOf { get; init; }

    /// <summary>What else stands on its command line: <c>["--maxmemory", "4mb"]</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IEnumerable<string> CommandLine(int port, int clusterPort, string directory)
    {
        string[] usual =
        [
            "--port", $"{port}", "--bind", "127.0.0.1", "--dir", directory, "--daemonize", "no", "--save", "",
            "--appendonly", IsPersistent ? "yes" : "no", "--appendfsync", "always", "--repl-diskless-sync-delay", "0",
        ];
        string[] cluster = IsCluster ? ["--cluster-enabled", "yes", "--cluster-port", $"{clusterPort}"] : [];
        string[] password = Password is null ? [] : ["--requirepass", Password, "--masterauth", Password];
        string[] replica = ReplicaOf is null ? [] : ["--replicaof", "127.0.0.1", $"{ReplicaOf.Port}"];
        return [.. usual, .. cluster, .. password, .. replica, .. Arguments];
    }
}
