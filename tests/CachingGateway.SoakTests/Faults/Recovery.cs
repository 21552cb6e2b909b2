using CachingGateway.SoakTests.Checking;
using CachingGateway.SoakTests.Cluster;
using CachingGateway.SoakTests.Traffic;

namespace CachingGateway.SoakTests.Faults;

/// <summary>
/// Looks whether everything works: each gateway acknowledges, asks the origin once more, then answers from memory, and the
/// others answer from Redis.
/// </summary>
internal sealed class Recovery(SoakCluster cluster, Catalogue catalogue, Chronicle chronicle, Tally tally, Reader reader, Writer writer)
{
    /// <summary>Far more than it takes on a busy machine; how long it took is in the report.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public async Task ExpectAsync(string after)
    {
        var began = chronicle.Now;
        foreach (var gateway in cluster.Gateways)
        {
            var lack = "";
            while (!chronicle.Stopping.IsCancellationRequested && (lack = await LackAsync(gateway)) is not null)
            {
                if (chronicle.Now - began > Limit)
                {
                    chronicle.Violate(catalogue.Probe, $"after {after}, gateway {gateway.Index} did not come back: {lack}");
                    return;
                }

                await Pause.ForAsync(TimeSpan.FromMilliseconds(50), chronicle.Stopping);
            }
        }

        // What was not looked at to the end says nothing.
        if (chronicle.Stopping.IsCancellationRequested)
            return;
        tally.CountRecovery(chronicle.Now - began);
        chronicle.NoteFault($"all well {Chronicle.Seconds(chronicle.Now - began)} after {after}");
    }

    /// <returns>What does not work; <see langword="null"/>: everything does.</returns>
    private async Task<string?> LackAsync(GatewayProcess gateway)
    {
        var probe = catalogue.Probe;
        var version = probe.Raise();
        if (!await writer.PostAsync([(probe, version)], Webhook.For(probe, "changed", isSigned: true), gateway))
            return "no acknowledgement";
        if (await reader.ReadAsync(probe, gateway, "") is not { CacheStatus: "MISS" })
            return "not asked for";
        if (await reader.ReadAsync(probe, gateway, "") is not { CacheStatus: "HIT" } own || own.Answer.Gateway != gateway.Index)
            return "no hit from memory";
        foreach (var other in cluster.Gateways.Where(other => other != gateway))
        {
            if (await reader.ReadAsync(probe, other, "") is not { CacheStatus: "HIT" } shared || shared.Answer.Gateway != gateway.Index)
                return $"no hit from Redis at {other.Index}";
        }

        return null;
    }
}
