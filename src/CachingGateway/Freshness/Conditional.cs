using CachingGateway.Http;

namespace CachingGateway.Freshness;

/// <summary>What a conditional request is answered with.</summary>
internal enum ConditionalDecision
{
    /// <summary>The stored response whole.</summary>
    Full,

    /// <summary>304 without a body.</summary>
    NotModified,
}

/// <summary>By what a stored response is told from others of its key.</summary>
/// <param name="ETag">As stored, or <see langword="null"/>.</param>
/// <param name="LastModified">In whole seconds, or <see langword="null"/>.</param>
internal readonly record struct Validators(string? ETag, DateTimeOffset? LastModified);

/// <summary>The conditions of a request, evaluated on a stored response (RFC 9110 §13.2.2, RFC 9111 §4.3.2).</summary>
internal static class Conditional
{
    /// <summary>Whether <see cref="Decide"/> has anything to decide: the one question that a plain hit pays for.</summary>
    public static bool IsAsked(IHeaderDictionary headers) => headers.IfNoneMatch.Count > 0 || headers.IfModifiedSince.Count > 0;

    /// <param name="method">Only GET and HEAD are answered 304.</param>
    /// <param name="status">Of the stored response; only a 200 has conditions (RFC 9110 §13.2.1, RFC 9111 §4.3.2).</param>
    /// <param name="headers">The request's.</param>
    /// <param name="stored">The stored response's.</param>
    /// <param name="now">Tells the century of a date with a year of two digits.</param>
    public static ConditionalDecision Decide(
        string method, int status, IHeaderDictionary headers, in Validators stored, DateTimeOffset now)
    {
        if (status != StatusCodes.Status200OK || !(method is "GET" or "HEAD"))
        {
            return ConditionalDecision.Full;
        }

        // If-None-Match is the more exact: where it is present, If-Modified-Since is not looked at (§13.1.3).
        var isUnchanged = headers.IfNoneMatch is { Count: > 0 } tags
            ? EntityTags.AnyWeakMatch(tags, stored.ETag)
            : IsUnchangedSince(headers, stored.LastModified, now);
        return isUnchanged ? ConditionalDecision.NotModified : ConditionalDecision.Full;
    }

    /// <summary>Ignored unless it is one valid date and the stored response has one (§13.1.3).</summary>
    private static bool IsUnchangedSince(IHeaderDictionary headers, DateTimeOffset? lastModified, DateTimeOffset now) =>
        lastModified is { } modified
        && headers.IfModifiedSince is [{ } text]
        && HttpDates.TryParse(text, now, out var since)
        && modified <= since;
}
