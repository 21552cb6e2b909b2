namespace CachingGateway.Management;

/// <summary>Errors as <c>application/problem+json</c> (RFC 9457).</summary>
internal static class Problems
{
    /// <param name="reason">The token of the reason, from a closed list: for programs.</param>
    /// <param name="detail">The same in words: for people.</param>
    public static IResult Of(int status, string reason, string detail) => Results.Problem(
        detail: detail,
        statusCode: status,
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["reason"] = reason });
}
