using CachingGateway.Http;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Events;
using CachingGateway.Keys;
using CachingGateway.Policies;
using CachingGateway.Policies.Events;

namespace CachingGateway.Pipeline;

/// <summary>What becomes of a write that passes through while the log of invalidations is out of reach.</summary>
internal enum UnrecordedWrites
{
    /// <summary>It goes on, <c>detail=unconfirmed</c>; until the log is back this replica serves nothing that is stored.</summary>
    Pass,

    /// <summary>It is answered 503.</summary>
    Refuse,
}

/// <summary>
/// Writes that pass through the gateway: what they may have changed is invalidated before their client has the answer. Word of the
/// write is left in the log first, so that this happens even if the gateway dies while the origin works.
/// </summary>
internal sealed class PassingWrites(Invalidator invalidations, UnrecordedWrites unrecorded)
{
    /// <summary>After how long a write of which nothing more was heard is taken for made: more than any origin is waited for.</summary>
    private static readonly TimeSpan Lapse = TimeSpan.FromMinutes(2);

    public static bool IsSafe(string method) => method is "GET" or "HEAD" or "OPTIONS" or "TRACE";

    /// <summary>Prepares a write before it is forwarded.</summary>
    /// <returns>The write; <see langword="null"/>: it changes nothing that could be stored.</returns>
    public async ValueTask<PassingWrite?> BeginAsync(HttpContext context, RequestPlan plan)
    {
        var head = RequestHeads.Of(context);
        var matches = CanonicalTarget.TryParse(head.RawTarget, out var target) ? plan.Policy.MatchWrites(head, target) : [];
        // RFC 9111 §4.4: the target URI, in whatever variants. A POST that a route answers from the cache only reads.
        var uri = plan.Match is { Route.Mode: RouteMode.Cache } ? null : UrlTargets.Of(head, plan.Policy);
        if (uri is null && matches.Count == 0)
            return null;
        var sent = WriteInvalidations.ReadRequest(matches) ? await PeekedBody.OfAsync(context.Request) : default;
        var write = new PassingWrite(invalidations, plan.Policy, head, uri, matches, sent) { IsByTheRfc = IsByTheRfc(head, target, plan.Policy) };
        await write.IntendAsync(Lapse, context);
        return write;
    }

    private static bool IsByTheRfc(in RequestHead head, CanonicalTarget? target, PolicySnapshot policy) =>
        target is not null && policy.TryMatch(head with { Method = HttpMethods.Get }, target, out var match) && match.Route.Freshness == FreshnessSource.Origin;

    /// <summary>Whether a write must not go on, because nobody would learn of it.</summary>
    public bool Refuses(PassingWrite? write) => unrecorded == UnrecordedWrites.Refuse && write is { IsIntended: false };
}

/// <summary>One of them.</summary>
/// <param name="invalidations">Takes what it changed.</param>
/// <param name="policy">The policy in force when it came.</param>
/// <param name="head">The write.</param>
/// <param name="uri">Its target; <see langword="null"/>: only the rules count.</param>
/// <param name="matches">The policy's rules for it.</param>
/// <param name="sent">Its body, where rules want it.</param>
internal sealed class PassingWrite(
    Invalidator invalidations, PolicySnapshot policy, RequestHead head, InvalidationTarget? uri, IReadOnlyList<WriteMatch> matches, ReadOnlyMemory<byte> sent)
{
    private string? _intent;

    /// <summary>
    /// Whether RFC 9111 rules what is stored of the target: then an error that the origin itself answers leaves it (§4.4), while the
    /// policy's rules count all the same.
    /// </summary>
    public bool IsByTheRfc { get; init; }

    /// <summary>Whether word of it is left in the log, as far as anything can be said of it before the answer.</summary>
    public bool IsIntended { get; private set; }

    public async ValueTask IntendAsync(TimeSpan lapse, HttpContext context)
    {
        var requests = RequestsFor(context, default, Uris(context, null));
        if (requests.Count == 0)
        {
            // What it changes, the answer alone will say.
            IsIntended = invalidations.IsInStep;
            return;
        }

        // One word for all of them, so the harder mode.
        var mode = requests.Any(one => one.Mode == InvalidationMode.Purge) ? InvalidationMode.Purge : InvalidationMode.Soft;
        var all = requests[0] with { Targets = [.. requests.SelectMany(one => one.Targets)], Mode = mode };
        _intent = await invalidations.IntendAsync(all, lapse);
        IsIntended = _intent is not null;
    }

    /// <summary>Invalidates, unless the origin refused the write.</summary>
    /// <param name="context">The request, with the answer's status.</param>
    /// <param name="answer">The answer; <see langword="null"/>: there was none.</param>
    /// <returns>Whether it is certain that no replica serves what was there before.</returns>
    /// <remarks>An error of the origin's, or none of its answers, does not say that it changed nothing.</remarks>
    public async ValueTask<bool> CloseAsync(HttpContext context, HttpResponseMessage? answer)
    {
        if (answer is not null && context.Response.StatusCode is >= 400 and < 500)
        {
            if (_intent is { } refused)
                await invalidations.ForgetAsync(refused);
            return true;
        }

        var answered = answer is not null && WriteInvalidations.ReadResponse(matches) ? await PeekedBody.OfAsync(answer) : default;
        var isCertain = true;
        var requests = RequestsFor(context, answered, Uris(context, answer));
        if (requests.Count == 0 && _intent is { } needless)
            await invalidations.ForgetAsync(needless);
        for (var i = 0; i < requests.Count; i++)
        {
            // The word stands until the last of them is taken.
            var intent = i == requests.Count - 1 ? _intent : null;
            // The client may leave; what its write changed is changed all the same. Where no word could be left of it, nothing can be
            // taken either: he is not kept waiting to learn that.
            var acknowledgement = IsIntended ? await invalidations.InvalidateOrOweAsync(requests[i], intent) : null;
            if (!IsIntended)
                invalidations.Owe(requests[i]);
            isCertain &= acknowledgement is not null;
            if (isCertain)
                context.Response.Headers[Http.FieldNames.XCacheSequence] = acknowledgement!.Fence.ToString();
        }

        if (!isCertain)
            context.Response.Headers.Remove(Http.FieldNames.XCacheSequence);
        return isCertain;
    }

    /// <summary>What RFC 9111 §4.4 retires.</summary>
    private List<InvalidationTarget> Uris(HttpContext context, HttpResponseMessage? answer)
    {
        if (uri is not { } target)
            return [];
        if (answer is null || context.Response.StatusCode < StatusCodes.Status400BadRequest)
            return answer is null ? [target] : [target, .. WrittenUris.Of(head, answer, policy)];
        return IsByTheRfc ? [] : [target];
    }

    private IReadOnlyList<InvalidationRequest> RequestsFor(HttpContext context, ReadOnlyMemory<byte> answered, List<InvalidationTarget> uris)
    {
        var cause = $"{context.Request.Method} {context.Request.Path}";
        var requests = WriteInvalidations.Resolve(policy, matches, sent, answered, cause).Requests;
        if (uris.Count == 0)
            return requests;
        // With the purges that need no settling, if there are any, so that they take one number.
        var at = requests.ToList().FindIndex(request => request is { Mode: InvalidationMode.Purge, Delivery: null } && request.Settle == TimeSpan.Zero);
        return at < 0
            ? [new InvalidationRequest(uris, InvalidationMode.Purge) { Source = "write", Cause = cause }, .. requests]
            : [requests[at] with { Targets = [.. uris, .. requests[at].Targets] }, .. requests.Where((_, i) => i != at)];
    }
}
