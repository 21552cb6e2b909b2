using System.Collections.Concurrent;
using CachingGateway.Observability;

namespace CachingGateway.Invalidation.Events;

/// <summary>
/// Tells of webhooks that were refused: of one source and one reason once a second, as anybody may send any number of them.
/// </summary>
internal sealed class RefusalLog(TimeProvider time, ILogger<RefusalLog> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // As many as the policy has sources, times a handful of reasons.
    private readonly ConcurrentDictionary<(string Source, EventReason Reason), Recent> _recent = new();

    public void Add(string source, EventOutcome.Refused refused)
    {
        var recent = _recent.GetOrAdd((source, refused.Reason), static _ => new Recent());
        lock (recent)
        {
            recent.Untold++;
            var now = time.GetTimestamp();
            if (recent.Told is { } told && time.GetElapsedTime(told, now) < Pause)
                return;
            Log.EventRefused(logger, recent.Untold, source, refused.Reason.Token(), refused.Detail);
            (recent.Told, recent.Untold) = (now, 0);
        }
    }

    private sealed class Recent
    {
        public long? Told { get; set; }

        public long Untold { get; set; }
    }
}
