using CachingGateway.Observability;

namespace CachingGateway.Management.Statistics;

/// <summary>What happened in one step.</summary>
/// <param name="At">When it ended.</param>
internal sealed record HistoryPoint(DateTimeOffset At, Counted Counted);

/// <summary>What all routes did in the last half hour, in steps of five seconds. A ring, so its size never changes.</summary>
internal sealed class RequestHistory : IDisposable
{
    public const int Minutes = 30;

    public static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly RouteMeters _routes;
    private readonly TimeProvider _time;
    private readonly HistoryPoint[] _points = new HistoryPoint[Minutes * 60 / (int)Step.TotalSeconds];
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private Counted _before;
    private long _count;

    public RequestHistory(RouteMeters routes, TimeProvider time)
    {
        (_routes, _time) = (routes, time);
        _timer = time.CreateTimer(_ => Note(), null, Step, Step);
    }

    /// <summary>The points of the last so many minutes, the oldest first.</summary>
    public IReadOnlyList<HistoryPoint> Read(int minutes)
    {
        lock (_gate)
        {
            var most = Math.Min(_count, minutes * _points.Length / Minutes);
            return [.. Enumerable.Range(0, (int)most).Select(i => _points[(_count - most + i) % _points.Length])];
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Note()
    {
        var now = Counted.Sum(_routes.Read());
        lock (_gate)
        {
            _points[_count++ % _points.Length] = new HistoryPoint(_time.GetUtcNow(), now - _before);
            _before = now;
        }
    }
}
