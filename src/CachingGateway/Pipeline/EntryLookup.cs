using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Http;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Keys;
using CachingGateway.Policies;
using CachingGateway.Storage;

namespace CachingGateway.Pipeline;

/// <summary>Finds the entry that may answer a request now.</summary>
internal sealed class EntryLookup(MemoryStore store, IViewSource views, StoreOutage outage, TimeProvider time)
{
    private readonly long _grace = (long)(outage.Grace.TotalSeconds * time.TimestampFrequency);

    // By far the most common case, without hashing anything on a hit.
    private static readonly VariantKey[] ByCodings =
        [.. Enumerable.Range(0, 4).Select(codings => KeyRules.VariantBy(["accept-encoding"], new HeaderDictionary(), (AcceptedCodings)codings))];

    /// <summary>What was found, and when.</summary>
    /// <param name="Entry">Fresh and fit to answer, or <see langword="null"/>.</param>
    /// <param name="Stale">Where there is none: one that is stale, to be asked about, and perhaps to answer in the meantime.</param>
    /// <param name="Missing">Why there is none.</param>
    /// <param name="Now">The timestamp of the look-up.</param>
    /// <param name="Arrival">What was known of invalidations: whatever else the request is handed is held against it.</param>
    internal readonly record struct Result(CacheEntry? Entry, CacheEntry? Stale, Fwd Missing, long Now, Arrival Arrival)
    {
        /// <summary>What is stored, fresh or stale.</summary>
        public CacheEntry? Any => Entry ?? Stale;
    }

    /// <summary>Finds, and counts the hit or the miss.</summary>
    public Result Find(RequestPlan plan, IHeaderDictionary headers)
    {
        var found = Peek(plan, headers);
        if (found.Entry is null)
            store.CountMiss();
        else
            CountHit(found.Entry);
        return found;
    }

    public void CountHit(CacheEntry entry) => store.Touch(entry);

    /// <summary>Finds without counting.</summary>
    public Result Peek(RequestPlan plan, IHeaderDictionary headers)
    {
        // The clock is read after the request was, and not taken from anybody who read it before (rule 3).
        var (key, route, now) = (plan.Key!, plan.Match!.Route, time.GetTimestamp());
        var arrival = Arrival.At(views.View, now, _grace);
        if (!arrival.IsTrusted)
            return new Result(null, null, Fwd.Miss, now, arrival);
        var missing = Fwd.UriMiss;
        var isPersonal = route.Key.AsksWithCredentials && headers.Authorization.Count > 0;
        CacheEntry? found = null;
        var standing = Standing.Valid;
        for (var entry = store.Find(key.Key, key.Variant); entry is not null; entry = MemoryStore.FindNext(entry))
        {
            if (entry.Fingerprint != route.Fingerprint || (isPersonal && !entry.Terms.Has(ReuseFlags.AnswersCredentials)))
                continue;
            missing = Fwd.VaryMiss;
            if (!Suits(entry.VariedBy, key, headers))
                continue;
            var stands = arrival.View!.StandingOf(entry);
            if (stands == Standing.Retired)
                store.Remove(entry);
            // RFC 9111 §4: of several that suit, the most recent.
            else if (found is null || entry.ReceivedAt > found.ReceivedAt)
                (found, standing) = (entry, stands);
            missing = stands == Standing.Retired ? Fwd.UriMiss : missing;
        }

        if (found is null)
            return new Result(null, null, missing, now, arrival);
        if (found.PolicyVersion != plan.Policy.Version)
            found.HoldAgainst(plan.Policy.Version, EffectiveFreshness.Until(found, route, time.TimestampFrequency));
        return standing == Standing.Valid && Age.IsFresh(found.FreshUntil, now)
            ? new Result(found, null, Fwd.None, now, arrival)
            : new Result(null, found, Fwd.Stale, now, arrival);
    }

    /// <summary>Whether what the origin's <c>Vary</c> told a response apart by is the same in this request.</summary>
    public static bool Suits(VariedBy? variedBy, RequestKey key, IHeaderDictionary headers) =>
        variedBy is null
        || variedBy.Key == (variedBy.Names is ["accept-encoding"]
            ? ByCodings[(int)key.Codings]
            : KeyRules.VariantBy(variedBy.Names, headers, key.Codings));
}
