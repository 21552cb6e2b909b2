using CachingGateway.SoakTests.Cluster;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Redis;
using TcpRelay = CachingGateway.SoakTests.Cluster.TcpRelay;

namespace CachingGateway.SoakTests.Crowds;

/// <summary>Three gateways as processes of their own on one Redis, before a scripted origin; with Redis as patient as by default.</summary>
internal sealed class CrowdCluster : IAsyncDisposable
{
    private const int Size = 3;

    private const string Policy = """
        { "routes": [ { "name": "all", "match": { "path": "/{**path}" }, "ttl": "1h", "timeout": "5m" } ] }
        """;

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("crowd-");
    private readonly List<GatewayProcess> _gateways = [];

    private CrowdCluster(ScriptedOrigin origin, RedisServer redis) => (Origin, Redis) = (origin, redis);

    public ScriptedOrigin Origin { get; }

    public RedisServer Redis { get; }

    public IReadOnlyList<GatewayProcess> Gateways => _gateways;

    /// <summary>Returns when all gateways answer what one of them has stored.</summary>
    public static async Task<CrowdCluster> StartAsync()
    {
        var cluster = new CrowdCluster(await ScriptedOrigin.StartAsync(), await RedisServer.StartAsync());
        try
        {
            var (policy, settings) = (Path.Combine(cluster._files.FullName, "policy.json"), Path.Combine(cluster._files.FullName, "gateway.json"));
            await File.WriteAllTextAsync(policy, Policy);
            await File.WriteAllTextAsync(
                settings, TestSettings.OnRedis(cluster.Redis.Address, """ "Fills": { "Wait": "10m" } """, patience: "100ms"));
            for (var i = 0; i < Size; i++)
            {
                cluster._gateways.Add(await GatewayProcess.StartAsync(
                    i, cluster.Origin.Address, policy, new TcpRelay(cluster.Redis.Port), cluster._files.FullName, "--config", settings));
            }

            await cluster.TrustedAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways)
            await gateway.DisposeAsync();
        await Redis.DisposeAsync();
        await Origin.DisposeAsync();
        _files.Delete(recursive: true);
    }

    private async Task TrustedAsync()
    {
        Origin.Answer("/trusted", "");
        foreach (var gateway in _gateways)
        {
            await Deadline.Eventually(
                async () =>
                {
                    using var crowd = await Crowd.GatherAsync([gateway.DataAddress], 1);
                    return (await crowd.AskAsync("/trusted", asked: static () => { }))[0];
                },
                answer => answer.CacheStatus == "HIT");
        }
    }
}
