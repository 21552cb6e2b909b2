using System.Diagnostics.Metrics;

namespace CachingGateway.Observability;

/// <summary>Counts webhooks by source and outcome.</summary>
internal sealed class EventMetrics
{
    public const string MeterName = "CachingGateway";
    public const string Webhooks = "caching_gateway.webhooks";

    // A name that anybody may put into a path must not become a series of its own.
    private const string UnknownSource = "unknown";

    private readonly Counter<long> _webhooks;

    public EventMetrics(IMeterFactory meters) => _webhooks = meters.Create(MeterName).CreateCounter<long>(
        Webhooks, unit: "{webhook}", description: "Webhooks by source and outcome.");

    public void Count(string source, EventReason outcome) => _webhooks.Add(
        1,
        new("source", outcome is EventReason.UnknownSource or EventReason.MethodNotAllowed ? UnknownSource : source),
        new("outcome", outcome.Token()));
}
