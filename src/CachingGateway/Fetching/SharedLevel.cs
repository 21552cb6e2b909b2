using System.Diagnostics;
using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Keys;
using CachingGateway.Observability;
using CachingGateway.Policies;
using CachingGateway.Storage;
using CachingGateway.Storage.Redis;

namespace CachingGateway.Fetching;

/// <summary>
/// What the replicas share, as fills see it: an answer that one of them has stored is an answer for all, and one of them asks the
/// origin while the others wait for it. Of a gateway without Redis nothing is shared.
/// </summary>
internal sealed class SharedLevel(
    MemoryStore memory, IViewSource views, FillLimits limits, Tracing tracing, TimeProvider time, RedisEntryStore? entries = null, RedisLeases? leases = null)
{
    /// <summary>How often a replica that waits for another's fetch looks whether it is there.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);

    /// <summary>Brings another replica's answer into memory, or the right to fetch it.</summary>
    /// <returns><see langword="null"/>: it is in memory now. Else the fetch is to be made, and the lease to be given back.</returns>
    public async Task<FillLease?> SeekAsync(Fill fill)
    {
        // Rule 4: without trust nothing in Redis is looked at.
        if (entries is null || leases is null)
            return FillLease.None;
        if (views.View is not { } view || !view.IsTrusted(time.GetTimestamp()))
            return FillLease.Apart;
        var (began, request) = (time.GetTimestamp(), fill.Request);
        // The fence of the fill is read when it is sent, so it is this one or a later one.
        var (mine, theirs) = (LeaseHolder.New(view.Fence), fill.Displaced);
        while (true)
        {
            if (await TryBringAsync(entries, fill))
                return null;
            var answer = await leases.TakeAsync(request.Key.Key, request.Key.Variant, mine, theirs, limits.Wait, fill.Cancellation);
            switch (answer.Outcome)
            {
                case LeaseOutcome.Taken:
                    return new FillLease(leases, request.Key, mine, limits.Uncacheable);

                // Not answered in time is not the same as not done: what was asked may be granted yet, and the others would wait for as
                // long as it lives.
                case LeaseOutcome.Unavailable:
                    return new FillLease(leases, request.Key, mine, limits.Uncacheable) { IsApart = true };

                case LeaseOutcome.Stored:
                    theirs = answer.Holder;
                    break;

                // What is being fetched there was asked for before something that has been invalidated since.
                case LeaseOutcome.Held when !IsOfUse(answer.Holder!, request):
                    theirs = answer.Holder;
                    break;

                case LeaseOutcome.Held when time.GetElapsedTime(began) < limits.Wait:
                    await Task.Delay(Look, time, fill.Cancellation);
                    break;

                default:
                    return FillLease.None;
            }
        }
    }

    /// <summary>Shares what was stored in memory; returns when Redis has it or has been given up.</summary>
    public async ValueTask ShareAsync(CacheEntry entry)
    {
        var keep = TimeSpan.FromSeconds((entry.KeepUntil - time.GetTimestamp()) / (double)time.TimestampFrequency);
        if (entries is not null && keep > TimeSpan.Zero)
            await entries.PutAsync(entry, keep);
    }

    /// <summary>Takes away what is not what the origin has any more, here and in Redis.</summary>
    public void Forget(CacheEntry entry)
    {
        memory.Remove(entry);
        if (entries is not null)
            _ = entries.RemoveAsync(entry.Key, entry.Variant, entry.VariedBy);
    }

    private bool IsOfUse(LeaseHolder holder, FillRequest request) =>
        views.View is { } view && view.Suits(request.Labels, holder.Fence, view.Fence);

    /// <summary>Whether an answer is in memory now; one that is stale is there to be asked about.</summary>
    private async Task<bool> TryBringAsync(RedisEntryStore from, Fill fill)
    {
        var (request, key, route) = (fill.Request, fill.Request.Key, fill.Request.Route);
        using var span = tracing.Start(SpanNames.RedisGet, ActivityKind.Client);
        var found = await from.FindAsync(
            key.Key, key.Variant, names => KeyRules.VariantBy(names, request.Head.Headers, key.Codings), fill.Cancellation);
        span?.SetTag(SpanNames.DbSystem, "redis").SetTag(SpanNames.Outcome, found.Outcome);
        if (!found.IsFound || found.Entry.Fingerprint != route.Fingerprint)
            return false;
        var entry = found.Entry;
        // It may have been stored under a more generous policy; what nobody would be answered with must not be brought again and again.
        entry.HoldAgainst(request.PolicyVersion, EffectiveFreshness.Until(entry, route, time.TimestampFrequency));
        var standing = views.View?.StandingOf(entry) ?? Standing.Retired;
        var isFresh = standing == Standing.Valid && time.GetTimestamp() < entry.FreshUntil;
        var isOfUse = isFresh || (standing != Standing.Retired && fill.Stale is null);
        if (!isOfUse || !memory.TryAdd(entry, RouteLimits.Of(route)).IsStored)
            return false;
        if (!isFresh)
            fill.Hold(entry);
        return isFresh;
    }
}

/// <summary>The right to fetch something alone, or the lack of it.</summary>
internal sealed class FillLease(RedisLeases? leases, RequestKey? key, LeaseHolder? holder, TimeSpan uncacheable)
{
    private bool _isGiven;

    /// <summary>Nothing to give back.</summary>
    public static FillLease None { get; } = new(null, null, null, TimeSpan.Zero);

    /// <summary>Nothing to give back: the others could not be asked.</summary>
    public static FillLease Apart { get; } = new(null, null, null, TimeSpan.Zero) { IsApart = true };

    /// <summary>Whether the fetch is made without the other replicas, which may make it as well.</summary>
    public bool IsApart { get; init; }

    /// <summary>As whom it was taken; <see langword="null"/>: it was not.</summary>
    public LeaseHolder? Holder => holder;

    /// <summary>Others need not wait any more. The first word counts.</summary>
    public Task GiveAsync(LeaseEnd end) => leases is null || Interlocked.Exchange(ref _isGiven, true)
        ? Task.CompletedTask
        : leases.GiveAsync(key!.Key, key.Variant, holder!, end, uncacheable);
}
