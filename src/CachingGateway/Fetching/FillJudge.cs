using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Http;
using CachingGateway.Keys;
using CachingGateway.Observability;
using CachingGateway.Policies;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Fetching;

/// <summary>Decides, once the head of an answer is there, whom it is for.</summary>
internal sealed class FillJudge(FillMemory memory, TimeProvider time)
{
    private static readonly string[] ForThisCacheAlone = [FieldNames.OwnCacheControl, FieldNames.SurrogateControl];

    /// <param name="fill">The fill, which learns for how long its answer may be stored.</param>
    /// <param name="answer">The head as it goes to clients.</param>
    /// <param name="received">The fields as received.</param>
    /// <param name="validated">The stored response of which the origin says that it still holds.</param>
    public FillHead Judge(Fill fill, OriginAnswer answer, IHeaderDictionary received, CacheEntry? validated)
    {
        var route = fill.Request.Route;
        if (IsStoodInFor(fill, answer.Status))
            return new FillHead.Failed(answer.Status, CacheReason.OriginError) { IsOutOfReach = false };
        answer = answer.Without(NotForClients(route));
        var (decision, names) = Examine(route, fill.Request.Head.Headers, answer.Status, received, fill.ReceivedAt.Date, fill.Delay);
        if (!decision.IsStorable)
            return new FillHead.Private(answer, decision.Reason);
        if (!memory.HasRoomFor(answer.ContentLength ?? 0))
            return new FillHead.Private(answer, CacheReason.StoreLimit);
        if (LabelsOf(fill.Request, received, validated) is not { } labels)
            return new FillHead.Private(answer, CacheReason.TagsIncomplete);
        fill.Decision = decision;
        return new FillHead.Shared(answer.ForEverybody(route), VariedByOf(fill.Request, names), labels, validated is not null)
        {
            IsForAll = decision.IsFresh,
        };
    }

    /// <summary>Fields that an answer loses on its way to clients.</summary>
    public static IReadOnlyList<string> NotForClients(RouteRules route) =>
        route.Freshness != FreshnessSource.Origin ? route.TagHeaders
        : route.TagHeaders.Count == 0 ? ForThisCacheAlone
        : [.. route.TagHeaders, .. ForThisCacheAlone];

    /// <summary>What the head alone says of storing the answer, and what the answer varies by beyond its key.</summary>
    /// <param name="route">The route.</param>
    /// <param name="asked">The client's fields.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="received">Its fields, as received.</param>
    /// <param name="at">When it was received.</param>
    /// <param name="delay">How long the origin took.</param>
    public static (StoreDecision Decision, string[] VariedBy) Examine(
        RouteRules route, IHeaderDictionary asked, int status, IHeaderDictionary received, DateTimeOffset at, TimeSpan delay)
    {
        var isAuthorized = asked.ContainsKey(HeaderNames.Authorization) && route.Key.Settings.Identity != KeyIdentity.Authorization;
        var facts = new ResponseFacts(status, received, at, isAuthorized, RequestDirectives.None) { Delay = delay };
#pragma warning disable CA5394 // Jitter needs no secrecy.
        var decision = Storability.Decide(facts, route, Random.Shared.NextDouble());
#pragma warning restore CA5394
        if (!decision.IsStorable)
            return (decision, []);
        var names = VaryBeyondKey(route, received);
        return names.Contains("*") ? (StoreDecision.Refuse(CacheReason.VaryStar), names) : (decision, names);
    }

    // RFC 5861 §4 names these four.
    private bool IsStoodInFor(Fill fill, int status) =>
        status is 500 or 502 or 503 or 504
        && fill.Stale is { } stale
        && StaleUse.InPlaceOfError(
            stale,
            fill.Request.Route,
            RequestDirectives.Parse(fill.Request.Head.Headers),
            isOutOfReach: false,
            fill.ReceivedAt.Timestamp,
            time.TimestampFrequency);

    // Rule 10: whole tags or nothing. Rule 9: what still holds keeps its old ones beside the new.
    private static EntryLabels? LabelsOf(FillRequest request, IHeaderDictionary received, CacheEntry? validated)
    {
        if (request.Route.TagHeaders.Count == 0)
            return request.Labels;
        var tags = request.Labels.Tags.Union(validated?.Tags ?? []).ToList();
        return TagFields.TryAdd(received, request.Route.TagHeaders, tags) ? request.Labels with { Tags = [.. tags] } : null;
    }

    private static string[] VaryBeyondKey(RouteRules route, IHeaderDictionary received)
    {
        var stated = FieldLists.Members(received.Vary);
        if (route.Override.HasFlag(Obstacles.Vary))
            stated = stated.Where(name => name != "*");
        // An encoded body is for those who take that coding, also where the origin forgets to say so.
        if (received.ContentEncoding.Count > 0)
            stated = stated.Append(HeaderNames.AcceptEncoding);
        return route.Key.VaryBeyondKey(stated);
    }

    private static VariedBy? VariedByOf(FillRequest request, string[] names) =>
        names.Length == 0 ? null : new VariedBy(names, KeyRules.VariantBy(names, request.Head.Headers, request.Key.Codings));
}
