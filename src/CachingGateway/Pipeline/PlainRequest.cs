using System.IO.Hashing;
using System.Runtime.InteropServices;
using CachingGateway.Http;
using Microsoft.Extensions.Primitives;

namespace CachingGateway.Pipeline;

/// <summary>
/// A request is plain if its plan depends on nothing but method, scheme, host, target, the four negotiating fields and those that
/// the policy reads, each given once: it has no credentials, cookies, directives, ranges, conditions on the origin, or body.
/// </summary>
internal static class PlainRequest
{
    public static bool IsPlain(IHeaderDictionary headers) =>
        headers.Authorization.Count == 0
        && headers.Cookie.Count == 0
        && headers.CacheControl.Count == 0
        && headers.Pragma.Count == 0
        && headers.Range.Count == 0
        && headers.ContentLength is null
        && headers.TransferEncoding.Count == 0
        && headers.Upgrade.Count == 0
        && headers.Expect.Count == 0
        && headers.IfMatch.Count == 0
        && headers.IfUnmodifiedSince.Count == 0
        && headers.ProxyAuthorization.Count == 0
        && headers[FieldNames.XCacheMinSequence].Count == 0
        && headers.Connection is var connection
        && (connection.Count == 0 || (connection.Count == 1 && IsOrdinary(connection[0])));

    /// <summary>The hash of a plain request's form; fails for any other.</summary>
    public static bool TryHash(in RequestHead head, IReadOnlyList<string> readHeaders, long seed, out ulong hash, out int characters)
    {
        (hash, characters) = (0, 0);
        var headers = head.Headers;
        if (!IsPlain(headers))
            return false;
        Add(head.RawTarget, seed, ref hash, ref characters);
        Add(head.Host, seed, ref hash, ref characters);
        Add(head.Method, seed, ref hash, ref characters);
        if (!TryAdd(headers.Accept, seed, ref hash, ref characters)
            || !TryAdd(headers.AcceptEncoding, seed, ref hash, ref characters)
            || !TryAdd(headers.AcceptLanguage, seed, ref hash, ref characters)
            || !TryAdd(headers.Origin, seed, ref hash, ref characters))
        {
            return false;
        }

        for (var i = 0; i < readHeaders.Count; i++)
        {
            if (!TryAdd(headers[readHeaders[i]], seed, ref hash, ref characters))
                return false;
        }

        return true;
    }

    /// <summary>Whether two plain requests have one form.</summary>
    public static bool AreAlike(in RequestHead one, in RequestHead other, IReadOnlyList<string> readHeaders)
    {
        if (one.RawTarget != other.RawTarget || one.Host != other.Host || one.Method != other.Method || one.Scheme != other.Scheme)
            return false;
        var (left, right) = (one.Headers, other.Headers);
        if (left.Accept != right.Accept || left.AcceptEncoding != right.AcceptEncoding
            || left.AcceptLanguage != right.AcceptLanguage || left.Origin != right.Origin)
        {
            return false;
        }

        for (var i = 0; i < readHeaders.Count; i++)
        {
            if (left[readHeaders[i]] != right[readHeaders[i]])
                return false;
        }

        return true;
    }

    /// <summary>The fields that belong to the form, for keeping: a server reuses its own dictionary.</summary>
    public static IHeaderDictionary Copy(IHeaderDictionary headers, IReadOnlyList<string> readHeaders)
    {
        IHeaderDictionary copy = new HeaderDictionary();
        copy.Accept = headers.Accept;
        copy.AcceptEncoding = headers.AcceptEncoding;
        copy.AcceptLanguage = headers.AcceptLanguage;
        copy.Origin = headers.Origin;
        foreach (var name in readHeaders)
            copy[name] = headers[name];
        return copy;
    }

    private static bool IsOrdinary(string? option) =>
        string.Equals(option, "keep-alive", StringComparison.OrdinalIgnoreCase) || string.Equals(option, "close", StringComparison.OrdinalIgnoreCase);

    private static bool TryAdd(StringValues value, long seed, ref ulong hash, ref int characters)
    {
        if (value.Count == 1)
            Add(value[0], seed, ref hash, ref characters);
        else
            hash = (hash << 5) | (hash >> 59);
        return value.Count <= 1;
    }

    private static void Add(string? text, long seed, ref ulong hash, ref int characters)
    {
        characters += text?.Length ?? 0;
        hash = ((hash << 5) | (hash >> 59)) ^ XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()), seed);
    }
}
