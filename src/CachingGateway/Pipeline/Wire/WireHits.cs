using CachingGateway.Entries;
using CachingGateway.Policies;
using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Pipeline.Wire;

/// <summary>
/// The shortest way: a head that is known byte by byte is answered with bytes, before the server has read it. It looks up, holds against
/// invalidations, counts and logs as <see cref="HitPath"/> does; whatever is not so takes that way, and the server's own.
/// </summary>
internal sealed class WireHits(
    GatewayState state, PolicySource policies, KnownHeads heads, EntryLookup lookup, HitResponse response, MeasuredHits hits, CacheLog log,
    TimeProvider time)
{
    public KnownHeads Heads => heads;

    public TimeProvider Time => time;

    /// <summary>A hit, to be written.</summary>
    /// <param name="Plan">The request's plan.</param>
    /// <param name="Entry">What it is answered from.</param>
    /// <param name="Head">Status line and fields.</param>
    /// <param name="Now">The timestamp of the look-up.</param>
    internal readonly record struct Answer(RequestPlan Plan, CacheEntry Entry, byte[] Head, long Now);

    /// <summary>Finds the answer to a head.</summary>
    /// <param name="known">What is known of the head.</param>
    /// <param name="serverLooksAt">The timestamp from which on the server is to see a request again.</param>
    /// <param name="answer">The answer, not yet counted.</param>
    public bool TryFind(KnownHead known, long serverLooksAt, out Answer answer)
    {
        answer = default;
        var plan = known.Plan;
        // Who leaves tells clients so, and the server does that.
        if (!state.IsEnabled || state.IsDraining || !ReferenceEquals(plan.Policy, policies.Current))
            return false;
        var found = lookup.Peek(plan, known.Headers);
        if (found.Entry is not { } entry || found.Now >= serverLooksAt || entry.Body.Length > HitResponse.InlineBytes)
            return false;
        if (HeadOf(known, entry, found.Now) is not { } head)
            return false;
        answer = new Answer(plan, entry, head.Bytes, found.Now);
        return true;
    }

    /// <summary>Counts an answer that was written.</summary>
    public void Count(in Answer answer)
    {
        lookup.CountHit(answer.Entry);
        log.Hit(answer.Entry, answer.Now);
        hits.Count(answer.Entry, answer.Plan, answer.Entry.Body.Length, answer.Now);
    }

    /// <summary>Remembers the head of a request that <see cref="HitPath"/> has answered.</summary>
    public void Learn(ulong hash, byte[] bytes, RequestPlan plan, IHttpRequestFeature request)
    {
        // The server uses its own dictionary for the next request.
        var headers = new HeaderDictionary();
        foreach (var (name, value) in request.Headers)
            headers[name] = value;
        heads.Add(new KnownHead(hash, bytes, plan, headers));
    }

    private ResponseHead? HeadOf(KnownHead known, CacheEntry entry, long now)
    {
        var route = known.Plan.Match!.Route;
        var moment = response.MomentOf(entry, route, now);
        if (known.LastAnswer is { } last && last.IsOf(entry, moment))
            return last;
        var headers = new HeaderDictionary();
        response.Describe(headers, entry, route, moment);
        var head = ResponseHead.Of(entry, moment, headers);
        known.LastAnswer = head;
        return head;
    }
}
