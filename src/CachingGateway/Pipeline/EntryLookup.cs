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
        var isFresh = false;
        for (var entry = store.Find(key.Key, key.Variant); entry is not null; entry = MemoryStore.FindNext(entry))
        {
            if (entry.Fingerprint != route.Fingerprint || (isPersonal && !entry.Terms.Has(ReuseFlags.AnswersCredentials)))
                continue;
            missing = Fwd.VaryMiss;
            if (!Suits(entry.VariedBy, key, headers))
                continue;
            if (entry.PolicyVersion != plan.Policy.Version)
                entry.HoldAgainst(plan.Policy.Version, EffectiveFreshness.Until(entry, route, time.TimestampFrequency));
            var standing = arrival.View!.StandingOf(entry);
            if (standing == Standing.Retired)
            {
                store.Remove(entry);
                missing = Fwd.UriMiss;
                continue;
            }

            var stands = standing == Standing.Valid && Age.IsFresh(entry.FreshUntil, now);
            if (found is null || stands != isFresh ? found is null || stands : IsPreferred(entry, found))
                (found, isFresh) = (entry, stands);
        }

        return found is null ? new Result(null, null, missing, now, arrival)
            : isFresh ? new Result(found, null, Fwd.None, now, arrival)
            : new Result(null, found, Fwd.Stale, now, arrival);
    }

    // Of several that suit: one that says by what it varies goes before one that forgot to (RFC 9111 §4.1), then the most recent by
    // its date (§4).
    private static bool IsPreferred(CacheEntry entry, CacheEntry other) =>
        entry.VariedBy is null != other.VariedBy is null ? other.VariedBy is null : entry.BornAt > other.BornAt;

    /// <summary>Whether what the origin's <c>Vary</c> told a response apart by is the same in this request.</summary>
    public static bool Suits(VariedBy? variedBy, RequestKey key, IHeaderDictionary headers) =>
        variedBy is null
        || variedBy.Key == (variedBy.Names is ["accept-encoding"]
            ? ByCodings[(int)key.Codings]
            : KeyRules.VariantBy(variedBy.Names, headers, key.Codings));
}
