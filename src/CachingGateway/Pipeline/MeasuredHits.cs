using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Observability;
using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Pipeline;

/// <summary>Answers from an entry, and counts that for the route.</summary>
internal sealed class MeasuredHits(HitResponse response, TimeProvider time)
{
    /// <param name="features">The request's.</param>
    /// <param name="entry">Fit to answer.</param>
    /// <param name="plan">The request's plan, with a route.</param>
    /// <param name="now">The timestamp that the entry was found fit at.</param>
    /// <param name="cacheStatus">What <c>Cache-Status</c> says; <see langword="null"/>: a hit.</param>
    public Task WriteAsync(IFeatureCollection features, CacheEntry entry, RequestPlan plan, long now, string? cacheStatus = null)
    {
        var answer = response.WriteAsync(features, entry, plan.Match!.Route, now, out var bytes, cacheStatus);
        // Not when the answer has been written: how long a client takes to read it is not the gateway's time.
        Count(entry, plan, bytes, now);
        return answer;
    }

    /// <summary>Counts an answer.</summary>
    public void Count(CacheEntry entry, RequestPlan plan, long bytes, long now)
    {
        if (plan.Meter is not { } meter)
            return;
        if (Age.IsFresh(entry.StaleFrom, now))
        {
            meter.CountHit(bytes, time.GetTimestamp() - now);
            return;
        }

        meter.Count(CacheOutcome.Stale);
        meter.CountBytes(BodySource.Cache, bytes);
    }
}
