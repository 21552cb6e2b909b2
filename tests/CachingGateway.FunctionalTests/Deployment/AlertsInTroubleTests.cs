using CachingGateway.FunctionalTests.Replicas;
using CachingGateway.TestKit;
using CachingGateway.TestKit.Telemetry;
using Xunit;

namespace CachingGateway.FunctionalTests.Deployment;

/// <summary>What the alerts ask for, asked of a real Prometheus that scrapes a real gateway.</summary>
public sealed class AlertsInTroubleTests
{
    private static readonly Dictionary<string, string> Queries =
        DeployFiles.Yaml("deploy/prometheus/alerts.yml")[0]["groups"]![0]!["rules"]!.AsArray()
            .ToDictionary(rule => (string)rule!["alert"]!, rule => (string)rule!["expr"]!);

    [Fact]
    public async Task WellGatewayIsSilent_OneWithoutRedisAndWithABadPolicyIsNot()
    {
        await using var replicas = await GatewayReplicas.StartAsync(1);
        var gateway = replicas.Gateways[0];
        await using var prometheus = PrometheusServer.Start(gateway.ManagementAddress);
        await gateway.PurgeAsync("a");
        await prometheus.QueryAsync("""caching_gateway_invalidations_total{outcome="confirmed"}""", count => count == 1);
        // How long look-ups take on a machine that runs tests says nothing.
        foreach (var (_, query) in Queries.Where(each => each.Key != "CachingGatewayStoreReadSlow"))
            await prometheus.QueryAsync($"absent({query})", absent => absent == 1);

        await gateway.ReplacePolicyAsync("{ not json");
        await replicas.Redis.StopAsync();
        await Deadline.Eventually(() => gateway.TellAsync("purge", "a"), answer => answer.Status == 503);

        await prometheus.QueryAsync(Queries["CachingGatewayPolicyReloadFailed"], value => value == 0);
        await prometheus.QueryAsync(Queries["CachingGatewayReplicaNotTrusted"], value => value == 0);
        await prometheus.QueryAsync(Queries["CachingGatewayInvalidationNotTaken"], value => value >= 1);
    }
}
