using CachingGateway.Entries;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Keys;
using CachingGateway.Observability;
using CachingGateway.Policies;
using CachingGateway.Storage;
using CachingGateway.Storage.Redis;

namespace CachingGateway.Fetching;

/// <summary>Stores what a fill brought, or says why not.</summary>
internal sealed class FillKeeper(
    UncacheableKeys uncacheable,
    MemoryStore memory,
    SharedLevel shared,
    IViewSource views,
    RouteMeters routes,
    TimeProvider time,
    ILogger<FillKeeper> log)
{
    /// <summary>Stores the answer of a fill that ended well. Others may find it as soon as this returns.</summary>
    /// <returns>Whether it is stored; then the fill's lease is given back once the other replicas can find it as well.</returns>
    public bool Keep(Fill fill, FillHead.Shared head)
    {
        var route = fill.Request.Route;
        var reason = fill.Body.Length < route.BodyMinBytes ? CacheReason.BodyTooSmall
            : fill.Trailers is { Count: > 0 } ? CacheReason.Trailers
            : TryKeep(fill, head);
        if (reason == CacheReason.None)
        {
            // What the origin is asked about each time is asked for by everybody himself.
            if (fill.Decision.IsFresh)
                uncacheable.Remove(fill.Request.Key.Key);
            else
                uncacheable.Add(fill.Request.Key.Key);
            Log.Stored(log, fill.Request.Key.Name, route.Name, head.Answer.Status, fill.Body.Length, (long)fill.Decision.Left.TotalSeconds);
        }
        else
        {
            Forgo(fill, reason);
        }

        return reason == CacheReason.None;
    }

    /// <summary>The answer is not stored; where that is in its nature, nobody need wait for the next one.</summary>
    public void Forgo(Fill fill, CacheReason reason)
    {
        if (Forgo(fill.Request.Route, fill.Request.Key, reason))
            _ = fill.Lease.GiveAsync(LeaseEnd.Uncacheable);
    }

    /// <summary>The same of an answer that was not fetched for others.</summary>
    /// <returns>Whether the key is remembered for it.</returns>
    public bool Forgo(RouteRules route, RequestKey key, CacheReason reason)
    {
        var isInItsNature = !IsOfTheMoment(reason);
        if (isInItsNature)
            uncacheable.Add(key.Key);
        routes.Of(route.Name).CountUnstored(reason);
        Log.Skipped(log, key.Name, route.Name, reason.Token());
        return isInItsNature;
    }

    /// <summary>An answer of a key that is remembered looked as if it could be stored: the next one is to be tried.</summary>
    public void Doubt(RequestKey key) => uncacheable.Doubt(key.Key);

    private static bool IsOfTheMoment(CacheReason reason) =>
        reason is CacheReason.Retired or CacheReason.Superseded or CacheReason.StoreOutage or CacheReason.Incomplete
        // What one client's credentials brought says nothing of the others' answers.
        or CacheReason.Authorization;

    // A fault of the cache's is no fault of the answer's: those who wait get it all the same.
    private CacheReason TryKeep(Fill fill, FillHead.Shared head)
    {
        try
        {
            return KeepIfItStands(fill, head);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.StoreFailed(log, fill.Request.Key.Name, exception);
            return CacheReason.StoreLimit;
        }
    }

    private CacheReason KeepIfItStands(Fill fill, FillHead.Shared head)
    {
        // Behind no generation's fence nobody could tell later what it is older than.
        if (fill.Fence.Fence.Generation == 0 || views.View is not { } view)
            return CacheReason.StoreOutage;
        // Rule 9: what was revalidated must be what is stored still, or something newer has taken its place.
        if (head.IsRevalidated && !IsStored(fill.Validated!))
            return CacheReason.Superseded;
        var settlesAt = view.Index.SettlesAt(head.Labels, time.GetTimestamp()) ?? long.MaxValue;
        var (entry, route) = (EntryBuilder.Build(fill, head, settlesAt, time), fill.Request.Route);
        // To save room and no more: whoever finds it checks it again.
        if (view.StandingOf(entry) == Standing.Retired)
            return CacheReason.Retired;
        var refusal = memory.TryAdd(entry, RouteLimits.Of(route)).Refusal;
        if (refusal == CacheReason.None)
            _ = ShareAsync(fill.Lease, entry);
        return refusal;
    }

    // Shared first, the lease given back after: between the two the others find neither.
    private async Task ShareAsync(FillLease lease, CacheEntry entry)
    {
        await shared.ShareAsync(entry);
        await lease.GiveAsync(LeaseEnd.Stored);
    }

    private bool IsStored(CacheEntry entry)
    {
        for (var stored = memory.Find(entry.Key, entry.Variant); stored is not null; stored = MemoryStore.FindNext(stored))
        {
            if (ReferenceEquals(stored, entry))
                return true;
        }

        return false;
    }
}
