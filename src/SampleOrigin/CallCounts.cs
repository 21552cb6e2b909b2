using System.Collections.Concurrent;

namespace SampleOrigin;

/// <summary>
/// How often each endpoint was called, by method and route: <c>GET /v1/trigs/{trig_id}</c>. Safe for many threads.
/// </summary>
public sealed class CallCounts
{
    /// <summary>The name under which requests for no known route are counted.</summary>
    public const string Unmatched = "unmatched";

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The calls of one endpoint so far; 0 if there were none, or if there is no such endpoint.</summary>
    public int this[string endpoint] => _counts.GetValueOrDefault(endpoint);

    /// <summary>All calls so far.</summary>
    public int Total => _counts.Values.Sum();

    /// <summary>The counts of the endpoints that were called, in the order of their names.</summary>
    public IReadOnlyDictionary<string, int> Snapshot() =>
        new SortedDictionary<string, int>(_counts.ToArray().ToDictionary(), StringComparer.Ordinal);

    /// <summary>Begins again from 0.</summary>
    public void Reset() => _counts.Clear();

    internal void Add(string endpoint) => _counts.AddOrUpdate(endpoint, 1, static (_, count) => count + 1);
}
