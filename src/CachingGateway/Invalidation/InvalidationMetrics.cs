using System.Diagnostics.Metrics;
using CachingGateway.Observability;

namespace CachingGateway.Invalidation;

/// <summary>Invalidations asked of this replica, and what the sweeper freed of them, as metrics.</summary>
internal sealed class InvalidationMetrics
{
    private readonly Counter<long> _taken;
    private readonly Histogram<double> _times;
    private readonly Counter<long> _swept;

    public InvalidationMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MetricNames.Meter);
        _taken = meter.CreateCounter<long>(MetricNames.Invalidations, "{invalidation}", "Invalidations asked of this replica, by what came of them.");
        _times = meter.CreateSeconds(
            MetricNames.InvalidationDuration,
            "From the asking for an invalidation until it is certain that no replica serves what it names.",
            MetricBuckets.Invalidations);
        _swept = meter.CreateCounter<long>(MetricNames.Swept, "{entry}", "Retired entries that the sweeper removed.");
    }

    /// <param name="source">Who asked, as the ledger has it.</param>
    /// <param name="acknowledgement">What is certain; <see langword="null"/>: nothing, it was not taken.</param>
    public void Count(string source, Acknowledgement? acknowledgement)
    {
        // Behind the colon stands who it was in particular.
        var label = new KeyValuePair<string, object?>(MetricNames.Source, source.Split(':')[0]);
        _taken.Add(1, label, new(MetricNames.Outcome, OutcomeOf(acknowledgement)));
        if (acknowledgement is { IsRepeat: false })
            _times.Record(acknowledgement.Elapsed.TotalSeconds, label);
    }

    public void CountSwept(long entries, string where) => _swept.Add(entries, new KeyValuePair<string, object?>(MetricNames.Where, where));

    public static string OutcomeOf(Acknowledgement? acknowledgement) => acknowledgement switch
    {
        null => "unavailable",
        { IsRepeat: true } => "repeat",
        { } certain => certain.Confirmed >= certain.Live ? "confirmed" : "waited",
    };
}
