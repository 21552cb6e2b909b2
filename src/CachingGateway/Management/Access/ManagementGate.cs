using CachingGateway.Http;
using CachingGateway.Management.Requests;
using CachingGateway.Observability;
using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Management.Access;

/// <summary>What every request to the management listener passes: who asks, may he, and an answer in the one form for whatever goes wrong.</summary>
internal sealed class ManagementGate(ManagementTokens tokens, FailedTokens failures, ILogger<ManagementGate> logger)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // Walks through stores and parsing are not for the thread that all connections' requests come on.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            if (Refusal(context) is { } refusal)
                await refusal.ExecuteAsync(context);
            else
                await next(context);
            if (!context.Response.HasStarted && Unanswered(context.Response.StatusCode) is { } problem)
                await problem.ExecuteAsync(context);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await Problems.Of(exception.StatusCode, Problems.BadRequest, exception.Message).ExecuteAsync(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            Log.ManagementFailed(logger, context.Request.Method, context.Request.Path.ToString(), exception);
            await Problems.Of(StatusCodes.Status500InternalServerError, "internal", "The call failed; the log says why.").ExecuteAsync(context);
        }
    }

    /// <summary>Why the call is not made; <see langword="null"/>: it is.</summary>
    private IResult? Refusal(HttpContext context)
    {
        // What nobody has said anything of is not there, and not even that is everybody's to know.
        var rule = context.GetEndpoint()?.Metadata.GetMetadata<AccessMetadata>()?.Rule ?? AccessRule.Page;
        if (rule == AccessRule.Everybody)
            return null;
        if (!tokens.AreThere)
            return Admit(context, Caller.Local, LocalRequests.Fault(context) is { } fault
                ? Problems.Of(StatusCodes.Status403Forbidden, "loopback-only", $"Without tokens only this machine is answered, and {fault}.")
                : null);
        return rule == AccessRule.Page ? null : Authenticate(context, rule);
    }

    private IResult? Authenticate(HttpContext context, AccessRule rule)
    {
        var (headers, client) = (context.Request.Headers, context.Connection.RemoteIpAddress);
        if (headers.Authorization is not [{ } credentials] || !credentials.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return Unauthorized(context, "no-token", "Authorization: Bearer and a token are needed.");
        if (!failures.MayTry(client, out var after))
        {
            context.Response.Headers.RetryAfter = IntegerText.Of(Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)));
            return Problems.Of(StatusCodes.Status429TooManyRequests, "too-many-failures", "Too many wrong tokens came from this address.");
        }

        if (tokens.Find(credentials[Scheme.Length..].Trim()) is not { } token)
        {
            failures.Count(client);
            return Unauthorized(context, "bad-token", "Nobody has this token.");
        }

        return Admit(context, new Caller(token.Name, token.Scopes), token.Scopes.Allow(rule) ? null : Problems.Scope(rule));
    }

    private static IResult? Admit(HttpContext context, Caller caller, IResult? refusal)
    {
        if (refusal is null)
            context.Features.Set(caller);
        return refusal;
    }

    // RFC 6750 §3: without a token the challenge names no error.
    private static IResult Unauthorized(HttpContext context, string reason, string detail)
    {
        context.Response.Headers.WWWAuthenticate = reason == "no-token" ? "Bearer" : "Bearer error=\"invalid_token\"";
        return Problems.Of(StatusCodes.Status401Unauthorized, reason, detail);
    }

    private static IResult? Unanswered(int status) => status switch
    {
        StatusCodes.Status404NotFound => Problems.NotFound("There is no such path; GET /openapi/v1.json names all."),
        StatusCodes.Status405MethodNotAllowed => Problems.Of(status, "method-not-allowed", "The path is not asked by this method; Allow says by which."),
        StatusCodes.Status415UnsupportedMediaType => Problems.MediaType(),
        >= 400 => Problems.Of(status, Problems.BadRequest, "The request is not one that is answered."),
        _ => null,
    };
}
