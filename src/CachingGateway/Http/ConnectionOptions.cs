using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Http;

/// <summary>The connection options of a message (RFC 9110 §7.6.1): each names a field that is for the next hop only.</summary>
internal static class ConnectionOptions
{
    /// <summary>
    /// What a sender cannot take away by naming it: the fields that say where the message goes and where its content ends,
    /// <c>Cache-Control</c> and <c>Set-Cookie</c>, by which an answer says that it is not for sharing.
    /// </summary>
    private static readonly FrozenSet<string> EndToEnd = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        HeaderNames.CacheControl,
        HeaderNames.ContentEncoding,
        HeaderNames.ContentLength,
        HeaderNames.ContentRange,
        HeaderNames.ContentType,
        HeaderNames.Date,
        HeaderNames.Host,
        HeaderNames.SetCookie,
        HeaderNames.Vary);

    /// <summary>
    /// The fields to drop beyond <see cref="FieldNames.HopByHop"/>, as written; empty, without allocating, for the usual
    /// <c>close</c>, <c>keep-alive</c> and <c>upgrade</c>. Whatever looks like a name in a broken line counts as one.
    /// </summary>
    public static IReadOnlyList<string> FieldsToDrop(StringValues connection)
    {
        List<string>? fields = null;
        foreach (var line in connection)
        {
            ReadOnlySpan<char> rest = line;
            for (var option = HttpTokens.NextRun(ref rest); !option.IsEmpty; option = HttpTokens.NextRun(ref rest))
            {
                if (!IsUsual(option) && option.ToString() is var field
                    && !FieldNames.HopByHop.Contains(field) && !EndToEnd.Contains(field))
                {
                    (fields ??= []).Add(field);
                }
            }
        }

        return fields ?? (IReadOnlyList<string>)[];
    }

    /// <summary>Removes the hop-by-hop fields of a message, those that its <c>Connection</c> names among them.</summary>
    public static void RemoveHopByHop(IHeaderDictionary headers)
    {
        foreach (var field in FieldsToDrop(headers.Connection))
        {
            headers.Remove(field);
        }

        foreach (var field in FieldNames.HopByHop)
        {
            headers.Remove(field);
        }
    }

    private static bool IsUsual(ReadOnlySpan<char> option) =>
        HttpTokens.Equal(option, "close") || HttpTokens.Equal(option, "keep-alive") || HttpTokens.Equal(option, "upgrade");
}
