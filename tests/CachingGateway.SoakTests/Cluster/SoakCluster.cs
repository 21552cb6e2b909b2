using CachingGateway.SoakTests.Checking;
using CachingGateway.TestKit.Redis;

namespace CachingGateway.SoakTests.Cluster;

/// <summary>Three gateways, their lines to one Redis, and the origin.</summary>
internal sealed class SoakCluster : IAsyncDisposable
{
    private const int Size = 3;

    private readonly List<GatewayProcess> _gateways = [];

    private SoakCluster(VersionedOrigin origin, RedisServer redis) => (Origin, Redis) = (origin, redis);

    public IReadOnlyList<GatewayProcess> Gateways => _gateways;

    public VersionedOrigin Origin { get; }

    public RedisServer Redis { get; }

    /// <param name="catalogue">What the origin has.</param>
    /// <param name="files">Where the policy and the gateways' logs are put.</param>
    public static async Task<SoakCluster> StartAsync(Catalogue catalogue, string files)
    {
        var policy = Path.Combine(files, "policy.json");
        await File.WriteAllTextAsync(policy, SoakPolicy.Text);
        var cluster = new SoakCluster(await VersionedOrigin.StartAsync(catalogue, Size), await RedisServer.StartAsync());
        try
        {
            for (var i = 0; i < Size; i++)
            {
                var relay = new TcpRelay(cluster.Redis.Port);
                cluster._gateways.Add(await GatewayProcess.StartAsync(i, cluster.Origin.AddressFor(i), policy, relay, files));
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public GatewayProcess Draw(Random dice) => _gateways[dice.Next(_gateways.Count)];

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways)
            await gateway.DisposeAsync();
        await Redis.DisposeAsync();
        await Origin.DisposeAsync();
    }
}
