using System.Globalization;
using CachingGateway.Invalidation.Events;
using CachingGateway.Management.Access;
using CachingGateway.Management.Purging;
using CachingGateway.Management.Requests;
using CachingGateway.Observability;
using CachingGateway.Policies;
using CachingGateway.Policies.Events;

namespace CachingGateway.Management;

/// <summary><c>POST /events/{source}</c>: webhooks. Open to everybody, as the signature is the authentication.</summary>
internal static class EventEndpoints
{
    private const string Path = "/events/{source}";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(Path, static context => ReceiveAsync(context)).For(AccessRule.Everybody);
        // What has no better endpoint: every other method.
        endpoints.Map(Path, static context => AnswerAsync(
            context, new EventOutcome.Refused(EventReason.MethodNotAllowed, "A webhook is posted."))).For(AccessRule.Everybody);
    }

    /// <summary>The status of an answer.</summary>
    public static int StatusOf(EventReason reason) => reason switch
    {
        EventReason.Taken => StatusCodes.Status200OK,
        EventReason.UnknownEvent or EventReason.NoTargets or EventReason.NoEvents => StatusCodes.Status202Accepted,
        EventReason.BadBody => StatusCodes.Status400BadRequest,
        EventReason.BadSignature or EventReason.BadTime => StatusCodes.Status401Unauthorized,
        EventReason.UnknownSource => StatusCodes.Status404NotFound,
        EventReason.MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
        EventReason.TooLarge => StatusCodes.Status413PayloadTooLarge,
        EventReason.ValueMissing or EventReason.ValueTooLong or EventReason.TooMany => StatusCodes.Status422UnprocessableEntity,
        EventReason.RateLimit => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    private static async Task ReceiveAsync(HttpContext context)
    {
        var receiver = context.RequestServices.GetRequiredService<EventReceiver>();
        await AnswerAsync(context, await receiver.ReceiveAsync(SourceOf(context), context.Request, context.RequestAborted));
    }

    private static Task AnswerAsync(HttpContext context, EventOutcome outcome)
    {
        var status = StatusOf(outcome.Reason);
        var answer = outcome switch
        {
            EventOutcome.Taken taken => Taken(context, taken),
            EventOutcome.Unmatched unmatched =>
                Results.Json(new { reason = unmatched.Reason.Token(), events = unmatched.Events }, statusCode: status),
            EventOutcome.Refused refused => Refused(context, refused, status),
            _ => throw new InvalidOperationException($"No answer to {outcome}."),
        };
        return answer.ExecuteAsync(context);
    }

    private static IResult Taken(HttpContext context, EventOutcome.Taken taken) => InvalidationAnswer.Of(
        context, taken.Fence, taken.Rules, taken.Targets, new ConfirmedReplicas(taken.Live, taken.Confirmed), taken.Elapsed);

    private static IResult Refused(HttpContext context, EventOutcome.Refused refused, int status)
    {
        var headers = context.Response.Headers;
        if (refused.RetryAfter is { } after)
            headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (status == StatusCodes.Status401Unauthorized)
            headers.WWWAuthenticate = Challenge(context);
        if (status == StatusCodes.Status405MethodNotAllowed)
            headers.Allow = HttpMethods.Post;
        // What is left of the body is not waited for.
        if (status == StatusCodes.Status413PayloadTooLarge)
            headers.Connection = "close";
        return Problems.Of(status, refused.Reason.Token(), refused.Detail);
    }

    // RFC 9110 §15.5.2: a 401 says how to do better.
    private static string Challenge(HttpContext context)
    {
        var sources = context.RequestServices.GetRequiredService<PolicySource>().Current.Events.Sources;
        return sources.GetValueOrDefault(SourceOf(context))?.Scheme is { } scheme and not WebhookScheme.Bearer
            ? $"Webhook scheme=\"{WebhookSchemes.Words.First(each => each.Value == scheme).Word}\""
            : "Bearer";
    }

    private static string SourceOf(HttpContext context) => (string?)context.Request.RouteValues["source"] ?? "";
}
