using System.Diagnostics.Metrics;
using CachingGateway.Observability;
using OpenTelemetry.Metrics;

namespace CachingGateway.Hosting;

/// <summary>Which instruments are exported, and how many series each may have.</summary>
internal static class MetricViews
{
    private const string Runtime = "System.Runtime";
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>Instruments whose series are as many as outcomes, sources or listeners.</summary>
    private const int Few = 200;

    /// <summary>What an operator asks of the process itself. Names that Prometheus takes amiss (a gauge that ends in "count") are left out.</summary>
    private static readonly HashSet<string> Chosen =
    [
        "dotnet.process.cpu.time", "dotnet.process.memory.working_set", "dotnet.gc.collections", "dotnet.gc.heap.total_allocated",
        "dotnet.gc.last_collection.memory.committed_size", "dotnet.gc.pause.time", "dotnet.thread_pool.queue.length", "dotnet.exceptions",
        "kestrel.active_connections", "kestrel.rejected_connections", "kestrel.connection.duration",
    ];

    public static string[] Meters { get; } = [MetricNames.Meter, Runtime, Kestrel];

    /// <param name="instrument">Of one of <see cref="Meters"/>, of whichever gateway in the process.</param>
    /// <param name="meters">Those of this gateway.</param>
    public static MetricStreamConfiguration Of(Instrument instrument, IMeterFactory meters)
    {
        var isOwn = ReferenceEquals(instrument.Meter.Scope, meters) || instrument.Meter.Name == Runtime;
        if (!isOwn || (instrument.Meter.Name != MetricNames.Meter && !Chosen.Contains(instrument.Name)))
            return MetricStreamConfiguration.Drop;
        return new MetricStreamConfiguration { CardinalityLimit = LimitOf(instrument.Name) };
    }

    private static int LimitOf(string name) => name switch
    {
        MetricNames.Requests => Routes * CacheOutcomes.Count,
        MetricNames.ResponseBytes => Routes * Enum.GetValues<BodySource>().Length,
        MetricNames.HitDuration or MetricNames.OriginDuration => Routes,
        // Far fewer than there could be: a route has a handful of reasons.
        MetricNames.Reasons or MetricNames.Errors or MetricNames.Unstored => Routes * 8,
        _ => Few,
    };

    private static int Routes => RouteMeters.MostRoutes + 2;
}
