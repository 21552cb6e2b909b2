using System.Diagnostics.Metrics;
using CachingGateway.Observability;

namespace CachingGateway.Policies;

/// <summary>The policy in force and what became of changed files, as metrics.</summary>
internal sealed class PolicyMetrics
{
    public PolicyMetrics(IMeterFactory meters, PolicySource policies)
    {
        var meter = meters.Create(MetricNames.Meter);
        meter.CreateObservableGauge(
            MetricNames.PolicyVersion, () => policies.Current.Version, unit: null, "The policy in force, counted from 1 by this process.");
        meter.CreateObservableGauge(MetricNames.PolicyRoutes, () => policies.Current.Routes.Count, "{route}", "Routes of the policy in force.");
        meter.CreateObservableCounter(
            MetricNames.PolicyReloads, () => Reloads(policies), "{reload}", "Changed policy files, taken in or refused.");
        meter.CreateFlag(MetricNames.PolicyReloadGood, "0: the policy file as it is now was refused.", () => policies.Last.IsGood);
    }

    private static Measurement<long>[] Reloads(PolicySource policies) =>
    [
        new(policies.GoodReloads, new KeyValuePair<string, object?>(MetricNames.Outcome, "good")),
        new(policies.BadReloads, new KeyValuePair<string, object?>(MetricNames.Outcome, "bad")),
    ];
}
