using System.Security.Cryptography;
using System.Text;
using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Pipeline;

/// <summary>The parts of a stored response that a request asks for (RFC 9110 §15.3.7), or that there are none (§15.5.17).</summary>
/// <param name="Status">206 or 416.</param>
/// <param name="Body">What is sent, in this order: pieces of the stored body, and what stands between them.</param>
internal sealed record RangeResponse(int Status, IReadOnlyList<ReadOnlyMemory<byte>> Body)
{
    private static readonly string[] OfTheWhole =
    [
        HeaderNames.ContentType, HeaderNames.ContentEncoding, HeaderNames.Expires, HeaderNames.ETag, HeaderNames.LastModified,
        FieldNames.CdnCacheControl,
    ];

    public long Length { get; } = Body.Sum(piece => (long)piece.Length);

    private string? ContentRange { get; init; }

    private string? ContentType { get; init; }

    /// <summary>The parts asked for; <see langword="null"/>: the whole is the answer.</summary>
    public static RangeResponse? Of(IHttpRequestFeature request, CacheEntry entry, DateTimeOffset now)
    {
        var validators = new Validators(entry.ETag, entry.LastModified);
        if (!RangeCondition.IsMet(request.Method, entry.Status, request.Headers, validators, entry.TryDate(now)))
            return null;
        return ByteRanges.Resolve(request.Headers.Range, entry.Body.Length) switch
        {
            null => null,
            [] => new RangeResponse(StatusCodes.Status416RangeNotSatisfiable, []) { ContentRange = $"bytes */{entry.Body.Length}" },
            [var one] => new RangeResponse(StatusCodes.Status206PartialContent, [Slice(entry, one)]) { ContentRange = Text(one, entry) },
            var several => Several(several, entry),
        };
    }

    private void SetOn(IHttpResponseFeature response)
    {
        response.StatusCode = Status;
        response.Headers.ContentLength = Length;
        if (ContentRange is not null)
            response.Headers.ContentRange = ContentRange;
        if (ContentType is not null)
            response.Headers.ContentType = ContentType;
        // RFC 9530 §2: digests of what is sent, and that is not the whole.
        response.Headers.Remove(FieldNames.ContentDigest);
        response.Headers.Remove(HeaderNames.ContentMD5);
        if (Status != StatusCodes.Status416RangeNotSatisfiable)
            return;
        // They are the whole's, of which nothing is sent; and no cache may keep this in the whole's place.
        foreach (var name in OfTheWhole)
            response.Headers.Remove(name);
        response.Headers.CacheControl = "no-store";
    }

    /// <summary>Answers with them over the whole's status and fields.</summary>
    public Task WriteAsync(IFeatureCollection features, TimeProvider time)
    {
        SetOn(features.GetRequiredFeature<IHttpResponseFeature>());
        return PieceWriter.WriteAllAsync(features, Body, time);
    }

    /// <summary>§14.6: each part with a head of its own, between boundaries that occur in no body but by design.</summary>
    private static RangeResponse? Several(IReadOnlyList<ByteRange> ranges, CacheEntry entry)
    {
        var boundary = RandomNumberGenerator.GetHexString(24, lowercase: true);
        var type = entry.Value(HeaderNames.ContentType);
        var body = new List<ReadOnlyMemory<byte>>((ranges.Count * 2) + 1);
        foreach (var range in ranges)
        {
            var typeLine = type is null ? "" : $"Content-Type: {type}\r\n";
            body.Add(Encoding.Latin1.GetBytes($"\r\n--{boundary}\r\n{typeLine}Content-Range: {Text(range, entry)}\r\n\r\n"));
            body.Add(Slice(entry, range));
        }

        body.Add(Encoding.Latin1.GetBytes($"\r\n--{boundary}--\r\n"));
        // §14.2: who asks for more than the whole costs gets the whole.
        var parts = new RangeResponse(StatusCodes.Status206PartialContent, body) { ContentType = $"multipart/byteranges; boundary={boundary}" };
        return parts.Length >= entry.Body.Length ? null : parts;
    }

    private static ReadOnlyMemory<byte> Slice(CacheEntry entry, ByteRange range) => entry.Body.AsMemory((int)range.First, (int)range.Length);

    private static string Text(ByteRange range, CacheEntry entry) => $"bytes {range.First}-{range.Last}/{entry.Body.Length}";
}
