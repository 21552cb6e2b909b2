using CachingGateway.Entries;
using CachingGateway.Fetching;
using CachingGateway.Freshness;
using CachingGateway.Http;
using CachingGateway.Policies;
using CachingGateway.Storage;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Pipeline;

/// <summary>
/// What the origin's answer to a HEAD says of the stored answer to the GET (RFC 9111 §4.3.5): of the same representation it brings the
/// fields up to date, of another one it says that what is stored is not what the origin has.
/// </summary>
internal sealed class HeadAnswers(EntryLookup lookup, SharedLevel shared, MemoryStore memory, TimeProvider time)
{
    /// <summary>Hears of the answer, whose status and fields are set on the response.</summary>
    public void Hear(HttpContext context, RequestPlan plan)
    {
        if (context.Response.StatusCode != StatusCodes.Status200OK || context.Request.Headers.Range.Count > 0)
            return;
        var (found, route, fields) = (lookup.Peek(plan, context.Request.Headers), plan.Match!.Route, context.Response.Headers);
        if (found.Any is not { Status: StatusCodes.Status200OK } entry)
            return;
        if (!IsSame(entry, fields))
            shared.Forget(entry);
        // Under the policy's freshness a time to live begins with a body, and with nothing else.
        else if (route.Freshness == FreshnessSource.Origin)
            Renew(entry, fields, route);
    }

    private void Renew(CacheEntry entry, IHeaderDictionary fields, RouteRules route)
    {
        var received = (Timestamp: time.GetTimestamp(), Date: time.GetUtcNow());
        var updated = Revalidation.Update(entry, fields, route);
        if (fields.Date.Count == 0)
            updated.Date = HttpDates.Format(received.Date);
        var facts = new ResponseFacts(entry.Status, updated, received.Date, Authorized: false, RequestDirectives.None);
        var decision = Storability.Decide(facts, route, draw: 0);
        if (!decision.IsStorable)
        {
            shared.Forget(entry);
            return;
        }

        var renewed = EntryBuilder.Renew(entry, updated, decision, received, time);
        if (memory.TryAdd(renewed, RouteLimits.Of(route)).IsStored)
            _ = shared.ShareAsync(renewed).AsTask();
    }

    private static bool IsSame(CacheEntry entry, IHeaderDictionary fields)
    {
        var isMade = entry.Terms.Has(ReuseFlags.ETagIsMade);
        return (fields.ContentLength is not { } length || length == entry.Body.Length)
            && (fields.ETag is not [{ } etag] || (!isMade && entry.ETag is { } stored && EntityTags.WeakMatch(etag, stored)))
            && (fields[HeaderNames.LastModified] is not [{ } modified] || modified == Revalidation.LastModifiedText(entry));
    }
}
