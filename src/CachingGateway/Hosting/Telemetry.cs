using System.Diagnostics.Metrics;
using CachingGateway.Fetching;
using CachingGateway.Invalidation;
using CachingGateway.Management.Statistics;
using CachingGateway.Observability;
using CachingGateway.Observability.Prometheus;
using CachingGateway.Policies;
using CachingGateway.Storage;
using CachingGateway.Storage.Redis;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CachingGateway.Hosting;

/// <summary>OpenTelemetry: what is measured goes to <c>/metrics</c> and, where that is configured, with the traces to a collector.</summary>
internal sealed class Telemetry : IDisposable
{
    private readonly OpenTelemetrySdk _sdk;

    public Telemetry(
        TelemetrySettings targets, IConfigurationRoot settings, IMeterFactory meters, PrometheusScraper scraper, Invalidator replica)
    {
        _sdk = OpenTelemetrySdk.Create(sdk =>
        {
            // /metrics is no part of what OTEL_SDK_DISABLED is about.
            sdk.Services.AddSingleton<IConfiguration>(Without(settings, TelemetrySettings.Disabled));
            // What OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say comes last, and counts.
            sdk.ConfigureResource(resource => resource
                .AddService("caching-gateway", serviceVersion: Lifetime.Version, autoGenerateServiceInstanceId: false, serviceInstanceId: replica.Id)
                .AddEnvironmentVariableDetector());
            sdk.WithMetrics(metrics =>
            {
                metrics.AddMeter(MetricViews.Meters).AddView(instrument => MetricViews.Of(instrument, meters)).AddReader(scraper.Reader);
                if (targets.Metrics is not null)
                    metrics.AddOtlpExporter();
            });
            if (targets.Traces is not null)
                sdk.WithTracing(traces => traces.AddSource(Tracing.SourceName).AddOtlpExporter());
        });
    }

    public static void Add(IServiceCollection services, TelemetrySettings targets, IConfigurationRoot settings)
    {
        services.AddSingleton(new Tracing(targets.Traces is not null));
        services.AddSingleton<RouteMeters>().AddSingleton<RouteMetrics>().AddSingleton<InvalidationMetrics>();
        services.AddSingleton<MemoryStoreMetrics>().AddSingleton<FillMetrics>().AddSingleton<ReplicaMetrics>().AddSingleton<PolicyMetrics>();
        services.AddSingleton<PrometheusScraper>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Telemetry>(provider, targets, settings));
    }

    /// <summary>Begins to measure: before the first request comes.</summary>
    public static void Start(IServiceProvider services)
    {
        Type[] instruments =
        [
            typeof(RouteMetrics), typeof(MemoryStoreMetrics), typeof(FillMetrics), typeof(ReplicaMetrics), typeof(PolicyMetrics),
        ];
        foreach (var type in instruments)
            services.GetRequiredService(type);
        services.GetService<RedisStoreMetrics>();
        services.GetRequiredService<IMeterFactory>().Create(MetricNames.Meter).CreateObservableGauge(
            MetricNames.BuildInfo,
            static () => new Measurement<int>(1, new KeyValuePair<string, object?>(MetricNames.Version, Lifetime.Version)),
            unit: null,
            "The program's version.");
        services.GetRequiredService<Telemetry>();
    }

    /// <summary>Sends what is still to be sent.</summary>
    public void Dispose() => _sdk.Dispose();

    private static IConfigurationRoot Without(IConfiguration settings, string name) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.AsEnumerable().Where(pair => !pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)))
            .Build();
}
