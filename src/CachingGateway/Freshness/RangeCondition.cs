using CachingGateway.Http;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Freshness;

/// <summary>Whether a request's <c>Range</c> is to be heeded on a stored response (RFC 9110 §13.1.5, §14.2).</summary>
internal static class RangeCondition
{
    /// <summary>
    /// RFC 9110 §8.8.2.2: from there on a date tells two versions apart that were made one after the other. A second would do for one
    /// clock; a minute does for two, where the origin sends no date, and where a 304 has brought a later one.
    /// </summary>
    private static readonly TimeSpan StrongFrom = TimeSpan.FromMinutes(1);

    /// <param name="method">Ranges are defined for GET alone.</param>
    /// <param name="status">Of the stored response: only a 200 has parts.</param>
    /// <param name="headers">The request's.</param>
    /// <param name="stored">By what the stored response is told from others.</param>
    /// <param name="generatedAt">The stored response's <c>Date</c>; <see langword="null"/>: it has none.</param>
    public static bool IsMet(
        string method, int status, IHeaderDictionary headers, in Validators stored, DateTimeOffset? generatedAt)
    {
        if (method != HttpMethods.Get || status != StatusCodes.Status200OK || headers.Range.Count == 0)
            return false;
        return headers[HeaderNames.IfRange] switch
        {
            { Count: 0 } => true,
            [{ } condition] => IsCurrent(HttpTokens.Trim(condition), stored, generatedAt),
            _ => false,
        };
    }

    // What is neither an entity tag nor a date is nothing that the stored response could be (§13.1.5).
    private static bool IsCurrent(ReadOnlySpan<char> condition, in Validators stored, DateTimeOffset? generatedAt)
    {
        if (condition.StartsWith("\"") || condition.StartsWith("W/"))
            return EntityTags.StrongMatch(condition, stored.ETag);
        return stored.LastModified is { } modified
            && generatedAt is { } date
            && date - modified >= StrongFrom
            && HttpDates.TryParse(condition, date, out var since)
            && since == modified;
    }
}
