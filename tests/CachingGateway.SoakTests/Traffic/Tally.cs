using System.Collections.Concurrent;

namespace CachingGateway.SoakTests.Traffic;

/// <summary>How often what happened.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, long> _reads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _writes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _faults = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<TimeSpan> _acknowledgements = new();
    private readonly ConcurrentQueue<TimeSpan> _recoveries = new();
    private long _elsewhere;
    private long _unanswered;

    /// <summary>Reads by <c>X-Cache-Status</c>.</summary>
    public IReadOnlyDictionary<string, long> Reads => _reads;

    /// <summary>Webhooks and writes by what came of them.</summary>
    public IReadOnlyDictionary<string, long> Writes => _writes;

    public IReadOnlyDictionary<string, long> Faults => _faults;

    /// <summary>Hits of what another gateway had asked the origin for: they came over Redis.</summary>
    public long Elsewhere => Volatile.Read(ref _elsewhere);

    /// <summary>Reads of a gateway that was ended.</summary>
    public long Unanswered => Volatile.Read(ref _unanswered);

    public long Of(string cacheStatus) => _reads.GetValueOrDefault(cacheStatus);

    /// <summary>The times to acknowledge webhooks, shortest first.</summary>
    public TimeSpan[] Acknowledgements => [.. _acknowledgements.Order()];

    /// <summary>From the end of a fault until everything worked again, shortest first.</summary>
    public TimeSpan[] Recoveries => [.. _recoveries.Order()];

    public void CountRead(string cacheStatus, bool isFromElsewhere)
    {
        Add(_reads, cacheStatus);
        if (isFromElsewhere && cacheStatus == "HIT")
            Interlocked.Increment(ref _elsewhere);
    }

    public void CountUnanswered() => Interlocked.Increment(ref _unanswered);

    public void CountWrite(string outcome) => Add(_writes, outcome);

    public void CountFault(string name) => Add(_faults, name);

    public void CountAcknowledgement(TimeSpan time) => _acknowledgements.Enqueue(time);

    public void CountRecovery(TimeSpan time) => _recoveries.Enqueue(time);

    private static void Add(ConcurrentDictionary<string, long> counts, string name) => counts.AddOrUpdate(name, 1, static (_, old) => old + 1);
}
