using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Http;
using CachingGateway.Policies;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Fetching;

/// <summary>Asks the origin whether a stored response still holds, and makes a new one of it if so (RFC 9111 §4.3).</summary>
internal static class Revalidation
{
    /// <summary>Whether the origin has given something to ask by.</summary>
    public static bool IsPossible(CacheEntry entry) => ETagOf(entry) is not null || LastModifiedOf(entry) is not null;

    /// <summary>Adds the conditions to a request for the same thing (RFC 9111 §4.3.1).</summary>
    public static void Ask(CacheEntry entry, IHeaderDictionary headers)
    {
        if (ETagOf(entry) is { } etag)
            headers.IfNoneMatch = etag;
        if (LastModifiedOf(entry) is { } modified)
            headers.IfModifiedSince = modified;
    }

    /// <summary>
    /// Whether a 304 names another response than the stored one, so that it says nothing of it (RFC 9111 §4.3.4).
    /// </summary>
    public static bool IsOfAnother(CacheEntry entry, IHeaderDictionary notModified) =>
        notModified.ETag is [{ } current] && ETagOf(entry) is { } stored && !EntityTags.WeakMatch(current, stored)
        && EntityTags.IsValid(current);

    /// <summary>
    /// The stored fields as a 304 leaves them: those that it names are replaced (RFC 9111 §3.2).
    /// </summary>
    public static IHeaderDictionary Update(CacheEntry entry, IHeaderDictionary notModified, RouteRules route)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        foreach (var (name, value) in entry.Headers)
            headers[name] = value;
        // Where the origin says nothing of its clients' copies, the gateway said this when it stored; it is no obstacle now.
        if (route.Freshness == FreshnessSource.Policy && headers.CacheControl == "no-cache")
            headers.Remove(HeaderNames.CacheControl);
        if (entry.Terms.Has(ReuseFlags.ETagIsMade))
            headers.Remove(HeaderNames.ETag);
        foreach (var (name, value) in notModified)
        {
            if (!FieldNames.HopByHop.Contains(name) && !IsOfTheBody(name))
                headers[name] = value;
        }

        return headers;
    }

    /// <summary>The stored <c>Last-Modified</c> as it was written.</summary>
    public static string? LastModifiedText(CacheEntry entry) => entry.Value(HeaderNames.LastModified);

    // An event has made it stale: only a strong ETag tells what changed within a second, or in a way that "weak" leaves out (rule 9).
    private static string? ETagOf(CacheEntry entry) =>
        entry.ETag is { } etag
        && !entry.Terms.Has(ReuseFlags.ETagIsMade)
        && EntityTags.IsValid(etag)
        && (entry.SoftSince == 0 || !EntityTags.IsWeak(etag))
            ? etag
            : null;

    private static string? LastModifiedOf(CacheEntry entry) =>
        entry.LastModified is null || entry.SoftSince != 0 ? null : LastModifiedText(entry);

    // The stored body has the length, the range and the coding that it was received with, whatever the 304 says of those.
    private static bool IsOfTheBody(string name) =>
        name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.ContentEncoding, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.ContentRange, StringComparison.OrdinalIgnoreCase);
}
