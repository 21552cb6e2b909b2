using System.Collections.Frozen;
using CachingGateway.Http;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Fetching;

/// <summary>Which of an origin's header fields go on, and under which name.</summary>
internal static class OriginFields
{
    /// <summary>The gateway's own word takes their place: what another cache said of them does not hold here.</summary>
    private static readonly string[] OfCaches =
        [FieldNames.XCacheStatus, FieldNames.XCacheKey, FieldNames.XCacheAge, FieldNames.XCacheTtl, FieldNames.XCacheSequence];

    private static readonly FrozenSet<string> Replaced = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, [HeaderNames.ContentLength, .. OfCaches]);

    public static bool AreReplaced(string name) => Replaced.Contains(name);

    /// <summary>Drops what another cache said, from an answer that goes on as it came; its length stays.</summary>
    public static void DropReplaced(IHeaderDictionary headers)
    {
        foreach (var name in OfCaches)
            headers.Remove(name);
    }
}
