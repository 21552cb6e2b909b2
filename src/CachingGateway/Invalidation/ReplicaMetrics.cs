using System.Diagnostics.Metrics;
using CachingGateway.Observability;

namespace CachingGateway.Invalidation;

/// <summary>How this replica stands among the others, as metrics.</summary>
internal sealed class ReplicaMetrics
{
    public ReplicaMetrics(IMeterFactory meters, Invalidator replica)
    {
        var meter = meters.Create(MetricNames.Meter);
        meter.CreateObservableUpDownCounter(
            MetricNames.Replicas, () => replica.Standing.Live, "{replica}", "Replicas alive as this one sees it, itself included.");
        meter.CreateObservableGauge(
            MetricNames.ReplicaLag, () => replica.Standing.Lag, "{record}", "Records that this replica knows to exist and has not applied.");
        meter.CreateFlag(MetricNames.ReplicaTrusted, "1: this replica is in step and serves what is stored.", () => replica.IsInStep);
    }
}
