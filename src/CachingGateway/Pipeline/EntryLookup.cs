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
    /// <param name="MayServeStale">Whether the stale one may answer while another is fetched.</param>
    /// <param name="Missing">Why there is none.</param>
    /// <param name="Now">The timestamp of the look-up.</param>
    /// <param name="Arrival">What was known of invalidations: whatever else the request is handed is held against it.</param>
    internal readonly record struct Result(CacheEntry? Entry, CacheEntry? Stale, bool MayServeStale, Fwd Missing, long Now, Arrival Arrival);

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
            return new Result(null, null, false, Fwd.Miss, now, arrival);
        var missing = Fwd.UriMiss;
        for (var entry = store.Find(key.Key, key.Variant); entry is not null; entry = MemoryStore.FindNext(entry))
        {
            if (entry.Fingerprint != route.Fingerprint)
                continue;
            missing = Fwd.VaryMiss;
            if (!Suits(entry.VariedBy, key, headers))
                continue;
            if (entry.PolicyVersion != plan.Policy.Version)
                entry.HoldAgainst(plan.Policy.Version, EffectiveFreshness.Until(entry, route, time.TimestampFrequency));
            var standing = arrival.View!.StandingOf(entry);
            if (standing == Standing.Valid && Age.IsFresh(entry.FreshUntil, now))
                return new Result(entry, null, false, Fwd.None, now, arrival);
            if (standing != Standing.Retired)
                return new Result(null, entry, MayServeStale(entry, route, now), Fwd.Stale, now, arrival);
            store.Remove(entry);
            missing = Fwd.UriMiss;
        }

        return new Result(null, null, false, missing, now, arrival);
    }

    private bool MayServeStale(CacheEntry entry, RouteRules route, long now) =>
        route.StaleWhileRevalidate > TimeSpan.Zero
        && now < Age.Shift(entry.StaleFrom, route.StaleWhileRevalidate, time.TimestampFrequency);

    /// <summary>Whether what the origin's <c>Vary</c> told a response apart by is the same in this request.</summary>
    public static bool Suits(VariedBy? variedBy, RequestKey key, IHeaderDictionary headers) =>
        variedBy is null
        || variedBy.Key == (variedBy.Names is ["accept-encoding"]
            ? ByCodings[(int)key.Codings]
            : KeyRules.VariantBy(variedBy.Names, headers, key.Codings));
}
