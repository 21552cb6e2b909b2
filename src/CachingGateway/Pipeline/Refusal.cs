using Microsoft.AspNetCore.Mvc;

namespace CachingGateway.Pipeline;

/// <summary>The gateway's own answer to a request that goes no further (RFC 9457).</summary>
internal static class Refusal
{
    public static Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        context.Response.StatusCode = status;
        var problem = new ProblemDetails { Status = status, Title = title, Detail = detail };
        return context.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json");
    }
}
