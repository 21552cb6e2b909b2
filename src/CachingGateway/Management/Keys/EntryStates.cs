using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Policies;

namespace CachingGateway.Management.Keys;

/// <summary>How an entry stands at one moment.</summary>
/// <param name="Word">One of a closed list.</param>
/// <param name="AgeSeconds">As <c>Age</c> would say.</param>
/// <param name="TtlSeconds">Until it is stale; negative: since when it is.</param>
/// <param name="KeptForSeconds">Until it is of no use any more.</param>
internal readonly record struct EntryState(string Word, long AgeSeconds, long TtlSeconds, long KeptForSeconds);

/// <summary>Judges entries as a look-up would.</summary>
internal sealed class EntryStates(IViewSource views, PolicySource policies, TimeProvider time)
{
    public EntryState Of(CacheEntry entry)
    {
        var (now, frequency, policy) = (time.GetTimestamp(), time.TimestampFrequency, policies.Current);
        var route = policy.Routes.FirstOrDefault(route => route.Name == entry.Route && route.Fingerprint == entry.Fingerprint);
        var word = Word(entry, route, now, out var freshUntil);
        return new EntryState(
            word,
            Age.Seconds(entry.BornAt, now, frequency),
            Age.SecondsLeft(Math.Min(freshUntil, entry.StaleFrom), now, frequency),
            Age.SecondsLeft(entry.KeepUntil, now, frequency));
    }

    /// <summary>When it was received, by the clock on the wall.</summary>
    public DateTimeOffset StoredAt(CacheEntry entry) => time.GetUtcNow() - time.GetElapsedTime(entry.ReceivedAt);

    /// <summary>Whether an entry that lies elsewhere was purged, as far as this replica can know.</summary>
    public bool IsRetired(in EntryLabels labels, Fence fence) =>
        views.View is { } view && view.IsTrusted(time.GetTimestamp()) && view.IsRetired(labels, fence);

    private string Word(CacheEntry entry, RouteRules? route, long now, out long freshUntil)
    {
        freshUntil = route is null ? entry.FreshUntil : EffectiveFreshness.Until(entry, route, time.TimestampFrequency);
        if (views.View is not { } view || !view.IsTrusted(now))
            return "untrusted";
        var standing = view.StandingOf(entry);
        if (standing == Standing.Retired)
            return "retired";
        if (route is null)
            return "outdated";
        return standing == Standing.Soft ? "soft" : Age.IsFresh(freshUntil, now) ? "fresh" : "stale";
    }
}
