using Xunit;

namespace CachingGateway.FunctionalTests.Replicas;

/// <summary>
/// Two gateways for all tests of a class, each with paths of its own. What is stale may be served for an hour, so that only a test's
/// invalidations end anything; and whoever waited for another's fill where he need not would wait for longer than a test does.
/// </summary>
public sealed class ReplicasFixture : IAsyncLifetime
{
    internal GatewayReplicas All { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        All = await GatewayReplicas.StartAsync(2, """ "staleWhileRevalidate": "1h" """, """ "Fills": { "Wait": "10m" } """);
        // While a generation is young, acknowledgements take their time.
        await All.Gateways[0].PurgeAsync("nothing");
    }

    public async Task DisposeAsync() => await All.DisposeAsync();
}
