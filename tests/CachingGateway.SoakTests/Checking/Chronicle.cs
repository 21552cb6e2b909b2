using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace CachingGateway.SoakTests.Checking;

/// <summary>The one clock of a soak, what was done to the gateways, and what should not have been.</summary>
internal sealed class Chronicle : IDisposable
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>How many violations are written down; the first is the one to look at.</summary>
    private const int MaxViolations = 20;

    /// <summary>The time of day at which <see cref="Now"/> was zero, to find the place in the gateways' own logs.</summary>
    public DateTimeOffset Began { get; } = TimeProvider.System.GetUtcNow();

    /// <summary>Since the soak began, by the monotonic clock.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_start);

    /// <summary>Is cancelled when the time is up, or something was found.</summary>
    public CancellationToken Stopping => _stop.Token;

    public IReadOnlyCollection<string> Faults => _faults;

    public IReadOnlyCollection<string> Violations => _violations;

    public void Stop() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();

    public void Note(Resource resource, string what) => resource.Note(Line(what));

    public void NoteFault(string what) => _faults.Enqueue(Line(what));

    /// <param name="resource">Whose whole story belongs to it; <see langword="null"/>: nobody's.</param>
    /// <param name="what">What was seen, and what should have been.</param>
    public void Violate(Resource? resource, string what)
    {
        if (_violations.Count < MaxViolations)
            _violations.Enqueue(Line(what) + (resource is null ? "" : "\n    " + string.Join("\n    ", resource.Trace)));
        _stop.Cancel();
    }

    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0000", CultureInfo.InvariantCulture);

    private string Line(string what) => $"{Seconds(Now),10}  {what}";
}
