using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using CachingGateway.Observability;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace CachingGateway.Benchmarks.Pipeline;

/// <summary>What metrics add to a hit: at once, with the clock that is read for it, and later, when its time is handed on.</summary>
[MemoryDiagnoser]
[InProcess]
[WarmupCount(5)]
[IterationCount(10)]
public class RouteMeterBenchmarks : IDisposable
{
    private const int Times = 1000;

    private readonly RouteMeter _meter = new RouteMeters(TimeProvider.System).Of("trig");
    private readonly Meter _instruments = new("bench");
    private readonly long _before = TimeProvider.System.GetTimestamp();
    private MeterProvider _provider = null!;
    private HistogramFeed _feed = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _provider = Sdk.CreateMeterProviderBuilder().AddMeter("bench").AddReader(new BaseExportingMetricReader(new Nowhere())).Build();
        _feed = new HistogramFeed(_meter.HitTimes, _instruments.CreateSeconds("hits", "", MetricBuckets.Hits), new("route", "trig"));
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _provider.Dispose();
        _instruments.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public long ReadTheClock() => TimeProvider.System.GetTimestamp();

    [Benchmark]
    public void CountAHit() => _meter.CountHit(1024, (TimeProvider.System.GetTimestamp() - _before) & 0x3fff);

    /// <summary>Per time handed on; the recording of it included.</summary>
    [Benchmark(OperationsPerInvoke = Times)]
    public void HandATimeOn()
    {
        for (var i = 0; i < Times; i++)
            _meter.HitTimes.Record(5000);
        _feed.Flush();
    }

    private sealed class Nowhere : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
