using System.Diagnostics.Metrics;
using CachingGateway.Observability;

namespace CachingGateway.Fetching;

/// <summary>Fills under way and who waits for them, as metrics.</summary>
internal sealed class FillMetrics
{
    public FillMetrics(IMeterFactory meters, FillTable fills)
    {
        var meter = meters.Create(MetricNames.Meter);
        meter.CreateObservableUpDownCounter(MetricNames.Fills, () => fills.InFlight, "{fill}", "Fills in flight.");
        meter.CreateObservableUpDownCounter(
            MetricNames.FillWaiters, () => fills.Waiters, "{request}", "Requests on a fill that another one caused.");
    }
}
