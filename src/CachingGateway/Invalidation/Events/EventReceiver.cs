using CachingGateway.Entries;
using CachingGateway.Observability;
using CachingGateway.Policies;
using CachingGateway.Policies.Events;

namespace CachingGateway.Invalidation.Events;

/// <summary>Takes webhooks: verify → match rules → resolve targets → invalidate → acknowledge.</summary>
internal sealed class EventReceiver(
    PolicySource policies,
    IInvalidator invalidator,
    EventBodies bodies,
    EventLimiter limiter,
    EventMetrics metrics,
    RefusalLog refusals,
    TimeProvider time,
    ILogger<EventReceiver> logger)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <param name="sourceName">The source that the path names; anything.</param>
    /// <param name="request">Its fields and its body.</param>
    public async Task<EventOutcome> ReceiveAsync(string sourceName, HttpRequest request, CancellationToken cancellation)
    {
        // Hashing and parsing a megabyte is not for the thread that all connections' events come on.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        EventBodies.Limit(request);
        var policy = policies.Current;
        var outcome = policy.Events.Sources.TryGetValue(sourceName, out var source)
            ? await ReceiveAsync(source, policy, request, cancellation)
            : new EventOutcome.Refused(EventReason.UnknownSource, "The policy has no such source.");
        metrics.Count(sourceName, outcome.Reason);
        if (outcome is EventOutcome.Refused refused && source is not null)
            refusals.Add(sourceName, refused);
        return outcome;
    }

    private async Task<EventOutcome> ReceiveAsync(
        EventSource source, PolicySnapshot policy, HttpRequest request, CancellationToken cancellation)
    {
        // 1. What is certainly not signed costs no memory.
        if (WebhookSignature.Examine(source, request.Headers, time.GetUtcNow()) is var first and not EventReason.Taken)
            return Refuse(first);
        var (body, unread) = await bodies.ReadAsync(request, cancellation);
        if (body is null)
            return Refuse(unread);
        if (!WebhookSignature.Proves(source, request.Headers, body))
            return Refuse(EventReason.BadSignature);
        // 2. Nobody but the source itself uses its limit up.
        if (!limiter.Allows(source, out var retryAfter))
            return Refuse(EventReason.RateLimit) with { RetryAfter = retryAfter };
        // 3. All is resolved before anything is applied.
        if (!EventEnvelope.TryOpen(source, request.Headers, body, out var envelope, out var problem))
            return new EventOutcome.Refused(EventReason.BadBody, problem);
        using (envelope)
        {
            var resolver = new EventResolver(source, policy);
            return resolver.Resolve(envelope.Events) ?? await ApplyAsync(source, resolver, envelope.Delivery);
        }
    }

    // Once it is verified a webhook is applied, whether its sender waits for that or not.
    private async Task<EventOutcome> ApplyAsync(EventSource source, EventResolver resolver, string? delivery)
    {
        var groups = resolver.Groups;
        var cause = CauseOf(resolver.Names);
        if (groups.Targets == 0)
        {
            var why = resolver.Names.Count == 0 ? EventReason.NoEvents
                : groups.Rules == 0 ? EventReason.UnknownEvent
                : EventReason.NoTargets;
            Log.EventUnmatched(logger, source.Name, cause, why.Token());
            return new EventOutcome.Unmatched(why, resolver.Names);
        }

        var began = time.GetTimestamp();
        var acknowledged = new List<Acknowledgement>();
        foreach (var request in groups.Requests($"webhook:{source.Name}", cause, delivery))
        {
            if (await invalidator.InvalidateAsync(request, CancellationToken.None) is not { } acknowledgement)
                return Refuse(EventReason.StoreUnavailable) with { RetryAfter = Soon };
            acknowledged.Add(acknowledgement);
        }

        var fence = Latest(acknowledged);
        Log.EventTaken(logger, source.Name, cause, groups.Targets, fence.ToString());
        return new EventOutcome.Taken(
            fence,
            groups.Rules,
            groups.Targets,
            acknowledged.Max(each => each.Live),
            acknowledged.Min(each => each.Confirmed),
            time.GetElapsedTime(began));
    }

    /// <summary>The last generation's highest number: what the generations before had taken, the new one retired with all else.</summary>
    private static Fence Latest(List<Acknowledgement> acknowledged)
    {
        var generation = acknowledged[^1].Fence.Generation;
        return acknowledged.Select(each => each.Fence).Where(fence => fence.Generation == generation).MaxBy(fence => fence.Sequence);
    }

    private static string CauseOf(IReadOnlyList<string> names)
    {
        const int MaxChars = 200;
        var text = string.Join(", ", names.Take(10));
        return text.Length <= MaxChars ? text : text[..MaxChars];
    }

    private static EventOutcome.Refused Refuse(EventReason reason) => reason switch
    {
        EventReason.BadSignature => new(reason, "No secret of the source made this signature."),
        EventReason.BadTime => new(reason, $"It was signed more than {WebhookSignature.Tolerance.TotalMinutes} minutes ago, or ahead."),
        EventReason.TooLarge => new(reason, $"A body has at most {EventBodies.MaxBytes} bytes."),
        EventReason.RateLimit => new(reason, "More webhooks than are taken at once.") { RetryAfter = Soon },
        EventReason.StoreUnavailable => new(reason, "The store cannot take it now. Nothing is promised: send it again."),
        _ => new(reason, "The body cannot be read."),
    };
}
