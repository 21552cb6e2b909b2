using System.Diagnostics.Metrics;

namespace CachingGateway.Observability;

/// <summary>
/// Hands what a <see cref="StripedHistogram"/> gained on to a histogram of .NET's, which has no form that is read at collection: so
/// what is measured at every hit costs there what a counter does, and not the lock of an aggregator.
/// </summary>
/// <param name="from">What was recorded.</param>
/// <param name="to">An instrument whose bounds are the same.</param>
/// <param name="label">Of everything that is handed on.</param>
internal sealed class HistogramFeed(StripedHistogram from, Histogram<double> to, KeyValuePair<string, object?> label)
{
    private readonly Lock _gate = new();
    private HistogramSnapshot? _handedOn;

    /// <summary>Takes time in proportion to what was gained, some 80 ns for each: not to be left for long.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            var now = from.Read();
            for (var bucket = 0; bucket < now.Counts.Count; bucket++)
            {
                var gained = now.Counts[bucket] - (_handedOn?.Counts[bucket] ?? 0);
                if (gained == 0)
                    continue;
                var mean = Within(bucket, now, (now.Sums[bucket] - (_handedOn?.Sums[bucket] ?? 0)) / gained);
                for (; gained > 0; gained--)
                    to.Record(mean, label);
            }

            _handedOn = now;
        }
    }

    // A time may have been counted and not yet added when this was read.
    private static double Within(int bucket, HistogramSnapshot snapshot, double mean)
    {
        var least = bucket == 0 ? 0 : Math.BitIncrement(snapshot.Bounds[bucket - 1]);
        return Math.Clamp(mean, least, bucket == snapshot.Bounds.Count ? double.MaxValue : snapshot.Bounds[bucket]);
    }
}
