using System.Diagnostics.Metrics;

namespace CachingGateway.Observability;

/// <summary>Counts webhooks by source and outcome.</summary>
internal sealed class EventMetrics
{
    // A name that anybody may put into a path must not become a series of its own.
    private const string UnknownSource = "unknown";

    private readonly Counter<long> _webhooks;

    public EventMetrics(IMeterFactory meters) => _webhooks = meters.Create(MetricNames.Meter).CreateCounter<long>(
        MetricNames.Webhooks, unit: "{webhook}", description: "Webhooks by source and outcome.");

    public void Count(string source, EventReason outcome) => _webhooks.Add(
        1,
        new(MetricNames.Source, outcome is EventReason.UnknownSource or EventReason.MethodNotAllowed ? UnknownSource : source),
        new(MetricNames.Outcome, outcome.Token()));
}
