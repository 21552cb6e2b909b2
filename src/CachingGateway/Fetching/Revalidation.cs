using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Http;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Fetching;

/// <summary>Asks the origin whether a stale response still holds, and makes a new one of it if so (RFC 9111 §4.3).</summary>
internal static class Revalidation
{
    /// <summary>
    /// Whether an entry can be asked for: by a strong ETag, which no two of the origin's answers share, and which is its own and not
    /// the one that the gateway made of the body.
    /// </summary>
    public static bool IsPossible(CacheEntry entry) =>
        entry.ETag is { } etag && !etag.StartsWith("W/", StringComparison.Ordinal) && etag != ContentETag.Of(entry.Body);

    /// <summary>
    /// The stored fields as a 304 leaves them: those that it names are replaced (RFC 9111 §3.2).
    /// </summary>
    public static IHeaderDictionary Update(CacheEntry entry, IHeaderDictionary notModified)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        foreach (var (name, value) in entry.Headers)
            headers[name] = value;
        // Where the origin says nothing of its clients' copies, the gateway said this when it stored; it is no obstacle now.
        if (headers.CacheControl == "no-cache")
            headers.Remove(HeaderNames.CacheControl);
        foreach (var (name, value) in notModified)
        {
            if (!FieldNames.HopByHop.Contains(name) && !IsOfTheBody(name))
                headers[name] = value;
        }

        return headers;
    }

    // What describes a body describes the stored one, not the one that a 304 lacks.
    private static bool IsOfTheBody(string name) =>
        name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.ContentEncoding, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.ContentType, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.ContentRange, StringComparison.OrdinalIgnoreCase);
}
