using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CachingGateway.Observability;

/// <summary>What routes did, as metrics: all of it is counted in <see cref="RouteMeters"/>, and read here when somebody collects.</summary>
internal sealed class RouteMetrics : IDisposable
{
    /// <summary>So often histograms are handed on where nobody collects, so that it is never much at once.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly CacheReason[] ErrorReasons =
        [CacheReason.OriginError, CacheReason.OriginTimeout, CacheReason.Unconfirmed, CacheReason.Internal];

    private readonly RouteMeters _routes;
    private readonly ConcurrentDictionary<string, HistogramFeed[]> _feeds = new(StringComparer.Ordinal);
    private readonly Histogram<double> _hitTimes;
    private readonly Histogram<double> _originTimes;
    private readonly ITimer _timer;

    public RouteMetrics(IMeterFactory meters, RouteMeters routes, TimeProvider time)
    {
        _routes = routes;
        var meter = meters.Create(MetricNames.Meter);
        meter.CreateObservableCounter(MetricNames.Requests, Requests, "{request}", "Answers by what X-Cache-Status says.");
        meter.CreateObservableCounter(
            MetricNames.Reasons, () => ByReason(route => route.Reasons), "{request}", "Answers with a reason, as in Cache-Status.");
        meter.CreateObservableCounter(
            MetricNames.Errors, Errors, "{request}", "Answers of 5xx that the gateway had to make itself.");
        meter.CreateObservableCounter(
            MetricNames.Unstored, () => ByReason(route => route.Unstored), "{answer}", "Answers fetched to be stored that were not.");
        meter.CreateObservableCounter(MetricNames.ResponseBytes, Bytes, "By", "Bytes of bodies to clients, by where they came from.");
        _hitTimes = meter.CreateSeconds(
            MetricNames.HitDuration, "From the look-up of a fresh answer in memory until it was handed to the connection.", MetricBuckets.Hits);
        _originTimes = meter.CreateSeconds(
            MetricNames.OriginDuration, "From the sending of a request to the origin until the head of its answer.", MetricBuckets.Origin);
        _timer = time.CreateTimer(_ => Flush(), null, Interval, Interval);
    }

    // Hands on what the histograms gained.
    private void Flush()
    {
        foreach (var feed in _routes.All.SelectMany(FeedsOf))
            feed.Flush();
    }

    public void Dispose() => _timer.Dispose();

    private HistogramFeed[] FeedsOf(RouteMeter meter) => _feeds.GetOrAdd(
        meter.Route,
        static (route, state) =>
        [
            new(state.meter.HitTimes, state.self._hitTimes, Label(route)),
            new(state.meter.OriginTimes, state.self._originTimes, Label(route)),
        ],
        (meter, self: this));

    private IEnumerable<Measurement<long>> Requests()
    {
        // What is observed is asked before the histograms are read.
        Flush();
        return
            from route in _routes.Read()
            from outcome in Enum.GetValues<CacheOutcome>()
            select new Measurement<long>(route.Count(outcome), Label(route.Route), new(MetricNames.Status, outcome.Token()));
    }

    // All that can be, so that the first error is an increase and not the beginning of a series.
    private IEnumerable<Measurement<long>> Errors() =>
        from route in _routes.Read()
        from reason in ErrorReasons
        select Of(route, reason, route.Errors.GetValueOrDefault(reason));

    private IEnumerable<Measurement<long>> ByReason(Func<RouteStatistics, IReadOnlyDictionary<CacheReason, long>> counts) =>
        from route in _routes.Read()
        from count in counts(route)
        select Of(route, count.Key, count.Value);

    private static Measurement<long> Of(RouteStatistics route, CacheReason reason, long count) =>
        new(count, Label(route.Route), new(MetricNames.Reason, reason.Token()));

    private IEnumerable<Measurement<long>> Bytes() => _routes.Read().SelectMany(route => new Measurement<long>[]
    {
        new(route.BytesFromCache, Label(route.Route), new(MetricNames.Source, "cache")),
        new(route.BytesShared, Label(route.Route), new(MetricNames.Source, "shared")),
        new(route.BytesFromOrigin, Label(route.Route), new(MetricNames.Source, "origin")),
    });

    private static KeyValuePair<string, object?> Label(string route) => new(MetricNames.Route, route);
}
