using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Http;

/// <summary>One string for each common name of a response's field, in place of one for each response.</summary>
internal static class CommonNames
{
    private static readonly FrozenDictionary<string, string> Common = new[]
    {
        HeaderNames.AcceptRanges, HeaderNames.AccessControlAllowOrigin, HeaderNames.CacheControl, HeaderNames.ContentDisposition,
        HeaderNames.ContentEncoding, HeaderNames.ContentLanguage, HeaderNames.ContentLocation, HeaderNames.ContentSecurityPolicy,
        HeaderNames.ContentType, HeaderNames.Date, HeaderNames.ETag, HeaderNames.Expires, HeaderNames.LastModified, HeaderNames.Link,
        HeaderNames.Location, HeaderNames.Pragma, HeaderNames.Server, HeaderNames.StrictTransportSecurity, HeaderNames.Vary,
        HeaderNames.Via, HeaderNames.XContentTypeOptions, HeaderNames.XFrameOptions, HeaderNames.XPoweredBy,
        FieldNames.CacheStatus,
    }.ToFrozenDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    public static string Interned(string name) => Common.GetValueOrDefault(name, name);
}
