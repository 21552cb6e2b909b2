namespace CachingGateway.TestKit.Redis;

/// <summary>A Redis Cluster of three primaries, each with a third of the slots.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int Slots = 16384;

    private RedisCluster(IReadOnlyList<RedisServer> nodes) => Nodes = nodes;

    public IReadOnlyList<RedisServer> Nodes { get; }

    /// <summary>All nodes as <c>host:port,host:port,…</c>.</summary>
    public string Addresses => string.Join(',', Nodes.Select(node => node.Address));

    /// <summary>Returns when every node knows every other and all slots are served.</summary>
    public static async Task<RedisCluster> StartAsync(RedisServerOptions? options = null)
    {
        var node = (options ?? new RedisServerOptions()) with { IsCluster = true };
        var cluster = new RedisCluster([await RedisServer.StartAsync(node), await RedisServer.StartAsync(node), await RedisServer.StartAsync(node)]);
        try
        {
            await cluster.JoinAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The node that has a key.</summary>
    public async Task<RedisServer> OwnerOfAsync(string key)
    {
        var slot = int.Parse((await Nodes[0].AskAsync("CLUSTER", "KEYSLOT", key)).Text!);
        return Nodes[Math.Min(slot / (Slots / Nodes.Count), Nodes.Count - 1)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
            await node.DisposeAsync();
    }

    private async Task JoinAsync()
    {
        for (var i = 0; i < Nodes.Count; i++)
        {
            var share = Slots / Nodes.Count;
            var last = i == Nodes.Count - 1 ? Slots - 1 : ((i + 1) * share) - 1;
            await Nodes[i].AskAsync("CLUSTER", "ADDSLOTSRANGE", $"{i * share}", $"{last}");
            await Nodes[i].AskAsync("CLUSTER", "SET-CONFIG-EPOCH", $"{i + 1}");
            await Nodes[i].AskAsync("CLUSTER", "MEET", "127.0.0.1", $"{Nodes[0].Port}", $"{Nodes[0].ClusterPort}");
        }

        foreach (var node in Nodes)
        {
            await Deadline.Eventually(
                () => node.AskAsync("CLUSTER", "INFO"),
                info => info.Line("cluster_state") == "ok" && info.Line("cluster_slots_ok") == $"{Slots}"
                    && info.Line("cluster_known_nodes") == $"{Nodes.Count}");
        }
    }
}
