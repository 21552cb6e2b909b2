using CachingGateway.Fetching;
using CachingGateway.Freshness;
using CachingGateway.Http;
using CachingGateway.Observability;

namespace CachingGateway.Pipeline;

/// <summary>Answers from something stale in place of an origin that fails, where that is allowed (RFC 5861 §4, RFC 9111 §4.2.4).</summary>
internal sealed class StandIn(EntryLookup lookup, MeasuredHits hits, CacheLog log, TimeProvider time)
{
    /// <summary>Answers, or returns <see langword="false"/> without having touched the response.</summary>
    public async ValueTask<bool> TryAnswerAsync(HttpContext context, RequestPlan plan, FillHead.Failed failure)
    {
        // Looked up anew: what has been purged while the origin was asked stands in for nobody.
        var (found, route) = (lookup.Peek(plan, context.Request.Headers), plan.Match!.Route);
        var asked = RequestDirectives.Parse(context.Request.Headers);
        if (found.Any is not { } entry
            || asked.NoCache
            || !StaleUse.InPlaceOfError(entry, route, asked, failure.IsOutOfReach, found.Now, time.TimestampFrequency))
        {
            return false;
        }

        var status = new CacheStatus
        {
            Fwd = Fwd.Stale,
            FwdStatus = failure.IsOutOfReach ? 0 : failure.Status,
            Ttl = Age.SecondsLeft(entry.StaleFrom, found.Now, time.TimestampFrequency),
            Detail = failure.Reason,
        };
        log.Hit(entry, found.Now);
        RequestRecord.Of(context)?.NoteStandIn(failure.Reason);
        await hits.WriteAsync(context.Features, entry, plan, found.Now, CacheStatusField.Render(status));
        return true;
    }
}
