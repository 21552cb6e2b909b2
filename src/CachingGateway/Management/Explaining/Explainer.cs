using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Keys;
using CachingGateway.Observability;
using CachingGateway.Pipeline;
using CachingGateway.Policies;
using CachingGateway.Storage;

namespace CachingGateway.Management.Explaining;

/// <summary>
/// Takes a request the way that the middleware does, match → key → look up → decide, with an empty store and no origin.
/// </summary>
internal static class Explainer
{
    public static async Task<Explanation> ExplainAsync(ExplainedRequest request, PolicySnapshot policy) =>
        (await PrepareAsync(request, policy)).Explanation;

    /// <summary>The explanation, and what it was made of.</summary>
    public static async Task<ExplainedPlan> PrepareAsync(ExplainedRequest request, PolicySnapshot policy)
    {
        var context = request.ToContext();
        var start = new Explanation { Request = $"{request.Method} {request.Url}", Policy = policy.Source, Decision = "", Because = "" };
        if (RequestGuard.Fault(context.Request) is { } fault)
            return new ExplainedPlan(context, null, start with { Decision = "refuse", Because = $"400: {fault}" });
        RequestGuard.DropConnectionFields(context.Request.Headers);
        var plan = await PlanAsync(context, policy);
        var explanation = plan.Match is { } match ? RouteFacts.AddTo(start, match.Route) : start;
        if (plan.Key is { } key)
        {
            var route = plan.Match!.Route;
            string[] tags = [.. route.Tags.Select(tag => tag.RenderTag(key.Values))];
            explanation = explanation with
            {
                Name = key.Name,
                Identity = key.Key.ToString(),
                Tags = tags,
                RetiredBy = RetiringRules.Of(policy.Events, route, key, tags, key.ForwardedPath + key.ForwardedQuery),
            };
        }

        return new ExplainedPlan(context, plan, Say(explanation, context, plan));
    }

    /// <summary>What the gateway decides of a request that has been planned, with what that store has.</summary>
    public static RequestDecision Decide(HttpContext context, RequestPlan plan, MemoryStore store, IViewSource views, StoreOutage outage)
    {
        using var limiter = new BypassLimiter();
        return new RequestDecider(new EntryLookup(store, views, outage, TimeProvider.System), limiter, TimeProvider.System).Decide(context, plan);
    }

    private static async Task<RequestPlan> PlanAsync(HttpContext context, PolicySnapshot policy)
    {
        var head = RequestHeads.Of(context);
        var plan = RequestPlanner.Plan(head, policy);
        if (!plan.NeedsBody)
            return plan;
        var body = await KeyedBody.ReadAsync(context.Request, plan.Match!.Route.Key.Settings.Body, CancellationToken.None);
        return body.Canonical is { } canonical ? RequestPlanner.WithBody(plan, head, canonical) : plan with { Reason = body.Reason };
    }

    private static Explanation Say(Explanation explanation, HttpContext context, RequestPlan plan)
    {
        using var store = new MemoryStore(new MemoryStoreOptions(), TimeProvider.System);
        return Decide(context, plan, store, new Untouched(), new StoreOutage(StoreOutageMode.Origin, TimeSpan.Zero)) switch
        {
            RequestDecision.Fetch { IsRefresh: false } => explanation with
            {
                Decision = "look-up",
                Because = "a stored answer that is fresh is served; else the origin is asked, and its answer stored if it may be",
                Origin = Fetch(context, plan),
            },
            RequestDecision.Fetch refresh => explanation with
            {
                Decision = "bypass",
                Reason = refresh.Past.Token(),
                Because = "the client asks past the cache: the origin is asked, and its answer replaces the stored one",
                Origin = Fetch(context, plan),
            },
            RequestDecision.Refuse refuse => explanation with
            {
                Decision = "look-up",
                Reason = refuse.Reason.Token(),
                Because = $"a stored answer that is fresh is served; else {refuse.Status}, because the client wants nothing else",
            },
            RequestDecision.Pass { Reason: var pass } => explanation with
            {
                Decision = pass.Outcome == CacheOutcome.Bypass ? "bypass" : "look-up",
                Reason = pass.Reason.Token(),
                Because = ReasonWords.Of(pass.Reason, context, plan),
                Origin = Whole(context),
            },
            var other => throw new InvalidOperationException($"An empty store answered: {other}."),
        };
    }

    private sealed class Untouched : IViewSource
    {
        public Untouched() => View.Trust(long.MaxValue);

        public InvalidationView View { get; } = new(generation: 1, knownSince: 0);
    }

    // What a fill sends: the gateway's own request, for whoever may share the answer.
    private static ExplainedFetch Fetch(HttpContext context, RequestPlan plan)
    {
        var (head, key, rules) = (RequestHeads.Of(context), plan.Key!, plan.Match!.Route.Key);
        IHeaderDictionary headers = new HeaderDictionary();
        rules.CopyForwardedHeaders(head, key, headers);
        return new ExplainedFetch(head.Method, key.ForwardedPath + key.ForwardedQuery, Masked(headers));
    }

    private static ExplainedFetch Whole(HttpContext context)
    {
        var head = RequestHeads.Of(context);
        // The origin is told its own host; the client's goes as X-Forwarded-Host.
        var headers = new HeaderDictionary(head.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase));
        headers.Remove("Host");
        return new ExplainedFetch(head.Method, head.RawTarget, Masked(headers));
    }

    private static SortedDictionary<string, string> Masked(IHeaderDictionary headers) => new(
        headers.ToDictionary(
            field => field.Key,
            field => RequestFields.IsCredential(field.Key) ? "***" : field.Value.ToString(),
            StringComparer.OrdinalIgnoreCase),
        StringComparer.OrdinalIgnoreCase);
}
