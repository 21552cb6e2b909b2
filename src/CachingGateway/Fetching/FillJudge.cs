using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Http;
using CachingGateway.Keys;

namespace CachingGateway.Fetching;

/// <summary>Decides, once the head of an answer is there, whom it is for.</summary>
internal sealed class FillJudge(FillMemory memory)
{
    /// <param name="fill">The fill, which learns for how long its answer may be stored.</param>
    /// <param name="answer">The head as it goes to clients.</param>
    /// <param name="received">The fields as received.</param>
    public FillHead Judge(Fill fill, OriginAnswer answer, IHeaderDictionary received)
    {
        fill.Receive();
        var (route, head) = (fill.Request.Route, fill.Request.Head);
        var isAuthorized = head.Headers.ContainsKey(Microsoft.Net.Http.Headers.HeaderNames.Authorization)
            && route.Key.Settings.Identity != KeyIdentity.Authorization;
        var facts = new ResponseFacts(answer.Status, received, fill.ReceivedAt.Date, isAuthorized, RequestDirectives.None);
#pragma warning disable CA5394 // Jitter needs no secrecy.
        var decision = Storability.Decide(facts, route, Random.Shared.NextDouble());
#pragma warning restore CA5394
        if (!decision.IsStorable)
            return new FillHead.Private(answer, decision.Reason);
        if (!memory.HasRoomFor(answer.ContentLength ?? 0))
            return new FillHead.Private(answer, Observability.CacheReason.StoreLimit);
        fill.Decision = decision;
        return new FillHead.Shared(answer.ForEverybody(route), VariedByOf(fill.Request, received));
    }

    private static VariedBy? VariedByOf(FillRequest request, IHeaderDictionary received)
    {
        if (received.Vary.Count == 0)
            return null;
        var names = request.Route.Key.VaryBeyondKey(FieldLists.Members(received.Vary));
        return names.Length == 0 ? null : new VariedBy(names, KeyRules.VariantBy(names, request.Head.Headers, request.Key.Codings));
    }
}
