using System.Collections.Frozen;
using CachingGateway.Http;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Fetching;

/// <summary>Which of an origin's header fields go on, and under which name.</summary>
internal static class OriginFields
{
    /// <summary>The gateway's own word takes their place: what another cache said of them does not hold here.</summary>
    private static readonly FrozenSet<string> Replaced = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        HeaderNames.ContentLength,
        FieldNames.XCacheStatus,
        FieldNames.XCacheKey,
        FieldNames.XCacheAge,
        FieldNames.XCacheTtl,
        FieldNames.XCacheSequence);

    /// <summary>One string for each common name, in place of one for each response.</summary>
    private static readonly FrozenDictionary<string, string> Common = new[]
    {
        HeaderNames.AcceptRanges, HeaderNames.AccessControlAllowOrigin, HeaderNames.CacheControl, HeaderNames.ContentDisposition,
        HeaderNames.ContentEncoding, HeaderNames.ContentLanguage, HeaderNames.ContentLocation, HeaderNames.ContentSecurityPolicy,
        HeaderNames.ContentType, HeaderNames.Date, HeaderNames.ETag, HeaderNames.Expires, HeaderNames.LastModified, HeaderNames.Link,
        HeaderNames.Location, HeaderNames.Pragma, HeaderNames.Server, HeaderNames.StrictTransportSecurity, HeaderNames.Vary,
        HeaderNames.Via, HeaderNames.XContentTypeOptions, HeaderNames.XFrameOptions, HeaderNames.XPoweredBy,
        FieldNames.CacheStatus,
    }.ToFrozenDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    public static bool AreReplaced(string name) => Replaced.Contains(name);

    public static string Interned(string name) => Common.GetValueOrDefault(name, name);
}
