using CachingGateway.Management.Access;

namespace CachingGateway.Management.Requests;

/// <summary>Errors as <c>application/problem+json</c> (RFC 9457).</summary>
internal static class Problems
{
    public const string BadRequest = "bad-request";

    /// <param name="reason">The token of the reason, from a closed list: for programs.</param>
    /// <param name="detail">The same in words: for people.</param>
    public static IResult Of(int status, string reason, string detail) => Of(status, reason, detail, []);

    /// <summary>Everything that is wrong with a call.</summary>
    public static IResult Of(IReadOnlyList<RequestFault> faults) => Of(
        StatusCodes.Status400BadRequest, BadRequest, string.Join('\n', faults), ("errors", faults));

    public static IResult NotFound(string detail, params (string Name, object Value)[] more) =>
        Of(StatusCodes.Status404NotFound, "not-found", detail, more);

    public static IResult MediaType() => Of(
        StatusCodes.Status415UnsupportedMediaType, "media-type", "The body has to be application/json, and Content-Type to say so.");

    public static IResult TooLarge(long most) => Of(
        StatusCodes.Status413PayloadTooLarge, "too-large", $"A body has at most {most} bytes.");

    public static IResult Scope(AccessRule rule) => Of(
        StatusCodes.Status403Forbidden, "scope", $"The token's scopes do not allow it: {ScopeNames.Of(rule)} does.");

    /// <summary>Redis cannot take or tell something now.</summary>
    public static IResult StoreUnavailable(HttpContext context, string detail)
    {
        context.Response.Headers.RetryAfter = "1";
        return Of(StatusCodes.Status503ServiceUnavailable, "store-unavailable", detail);
    }

    private static IResult Of(int status, string reason, string detail, params (string Name, object Value)[] more)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["reason"] = reason };
        foreach (var (name, value) in more)
            extensions[name] = value;
        return Results.Problem(detail: detail, statusCode: status, extensions: extensions);
    }
}
