using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Invalidation;
using CachingGateway.Keys;
using CachingGateway.Management.Keys;
using CachingGateway.Observability;
using CachingGateway.Pipeline;
using CachingGateway.Policies;
using CachingGateway.Storage;
using CachingGateway.Storage.Redis;

namespace CachingGateway.Management.Explaining;

/// <summary>
/// Explains a request against what is stored now. The decision is the gateway's own, over copies of the entries: nothing is counted,
/// and nothing that is stored is touched.
/// </summary>
internal sealed class LiveExplainer(
    MemoryStore memory,
    IViewSource views,
    StoreOutage outage,
    PolicySource policies,
    GatewayState state,
    EntryViews shown,
    RetiringHistory history,
    TimeProvider time,
    RedisEntryStore? redis = null)
{
    public async Task<Explanation> ExplainAsync(ExplainedRequest request, CancellationToken cancellation)
    {
        var (context, plan, explanation) = await Explainer.PrepareAsync(request, policies.Current);
        if (plan?.Key is not { } key)
            return explanation;
        var found = await FindAsync(key, context.Request.Headers, cancellation);
        EntryDetails[] entries = [.. found.Select(each => shown.Detail(each.Entry, each.Found, withBody: false))];
        List<EntryLabels> labels = [.. found.Select(each => each.Entry.Labels)];
        if (labels.Count == 0)
            labels.Add(Expected(plan, key));
        var (now, because) = Now(context, plan, [.. found.Select(each => each.Entry)], entries);
        return explanation with { Stored = new StoredExplanation(now, because, entries, await history.FindAsync(labels)) };
    }

    /// <summary>What an answer would be known by, as far as the policy says.</summary>
    private static EntryLabels Expected(RequestPlan plan, RequestKey key)
    {
        var route = plan.Match!.Route;
        var (url, host) = UrlTargets.IdsOf(key, route.Key.Settings.Host);
        return new EntryLabels(key.Name, route.Name, [.. route.Tags.Select(tag => tag.RenderTag(key.Values))], url, host);
    }

    private async Task<List<(CacheEntry Entry, FoundEntry Found)>> FindAsync(
        RequestKey key, IHeaderDictionary headers, CancellationToken cancellation)
    {
        var found = new List<(CacheEntry Entry, FoundEntry Found)>();
        for (var entry = memory.Find(key.Key, key.Variant); entry is not null; entry = MemoryStore.FindNext(entry))
            found.Add((entry, new FoundEntry(entry, null)));
        if (redis is null)
            return found;
        var shared = await redis.PeekAsync(key.Key, key.Variant, names => KeyRules.VariantBy(names, headers, key.Codings), cancellation);
        if (shared.Entry is not { } other)
            return found;
        var same = found.FindIndex(each => each.Entry.IsSameVariantAs(other));
        var both = new FoundEntry(same < 0 ? null : found[same].Entry, new ScannedEntry([], MetaOf(other)));
        if (same < 0)
            found.Add((other, both));
        else
            found[same] = (found[same].Entry, both);
        return found;
    }

    private (string Now, string Because) Now(HttpContext context, RequestPlan plan, IReadOnlyList<CacheEntry> entries, EntryDetails[] details)
    {
        if (!state.IsEnabled)
            return ("bypass", "caching is switched off");
        using var copies = new MemoryStore(new MemoryStoreOptions(), time);
        foreach (var entry in entries)
        {
            if (CopyOf(entry) is { } copy)
                copies.TryAdd(copy, new RouteLimits(copy.Route, long.MaxValue, long.MaxValue, int.MaxValue));
        }

        return Explainer.Decide(context, plan, copies, views, outage) switch
        {
            RequestDecision.Serve serve when Age.IsFresh(serve.Entry.StaleFrom, serve.Now) =>
                ("hit", "it is stored, fresh, and no invalidation names it"),
            RequestDecision.Serve => ("stale", "it is stored, and the client takes it stale"),
            RequestDecision.ServeStale => ("stale", "it is stored and no longer fresh: it is served while one refresh runs"),
            RequestDecision.Refuse refuse => ("refuse", $"{refuse.Status}: nothing stored will do, and the client wants nothing else"),
            RequestDecision.Fetch { IsRefresh: false } => ("miss", Missing(plan, details)),
            RequestDecision.Pass { Reason.Outcome: not CacheOutcome.Bypass } => ("miss", Missing(plan, details)),
            _ => ("bypass", "the origin is asked past the cache"),
        };
    }

    private string Missing(RequestPlan plan, EntryDetails[] entries) =>
        entries.Length == 0 && memory.CountVariants(plan.Key!.Key) is > 0 and var others
            ? $"nothing is stored for these headers; what is ({others}) differs by {string.Join(", ", RequestFields.BaseVariant)}"
        : entries.Length == 0 ? "nothing is stored for it"
        : $"what is stored will not do ({string.Join(", ", entries.Select(entry => entry.State).Distinct(StringComparer.Ordinal))}): the origin is asked";

    private CacheEntry? CopyOf(CacheEntry entry)
    {
        var (now, keep) = (time.GetTimestamp(), TimeSpan.FromMinutes(1));
        var bytes = EntryCodec.Encode(entry, keep, now, time.TimestampFrequency);
        return EntryCodec.Decode(bytes, entry.Key, entry.Variant, keep, now, time.TimestampFrequency).Entry;
    }

    private static EntryMeta MetaOf(CacheEntry entry) => new()
    {
        Key = entry.Key,
        Variant = entry.Variant,
        VariedBy = entry.VariedBy,
        Fence = entry.Fence,
        Labels = entry.Labels,
        Fingerprint = entry.Fingerprint,
        BodyBytes = entry.Body.Length,
    };
}
