using System.Diagnostics.Metrics;

namespace CachingGateway.Observability;

/// <summary>Instruments of the forms that the gateway uses.</summary>
internal static class Instruments
{
    /// <summary>A histogram of seconds with bounds of its own.</summary>
    public static Histogram<double> CreateSeconds(this Meter meter, string name, string description, double[] bounds) =>
        meter.CreateHistogram<double>(
            name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });

    /// <summary>A gauge that is 1 or 0.</summary>
    public static void CreateFlag(this Meter meter, string name, string description, Func<bool> isSet) =>
        meter.CreateObservableGauge(name, () => isSet() ? 1 : 0, unit: null, description);
}
