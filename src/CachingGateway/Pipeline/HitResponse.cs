using System.IO.Pipelines;
using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Http;
using CachingGateway.Policies;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Pipeline;

/// <summary>Answers from an entry. Synchronous, and next to allocation-free, but for a client that reads slowly and for large bodies.</summary>
internal sealed class HitResponse(CacheHeaders visible, TimeProvider time)
{
    /// <summary>
    /// The largest body that is written in one go: 128 KB. A larger one goes in pieces from a thread of the pool, because a copy
    /// of megabytes on the I/O thread would hold up the hits of other connections.
    /// </summary>
    public const int InlineBytes = 128 * 1024;

    private static readonly StringValues Hit = "HIT";
    private static readonly StringValues Stale = "STALE";

    /// <summary>The fields that a 304 carries of those that a 200 would (RFC 9110 §15.4.5).</summary>
    private static readonly string[] NotModifiedFields =
    [
        HeaderNames.CacheControl, HeaderNames.ContentLocation, HeaderNames.Date, HeaderNames.ETag, HeaderNames.Expires,
        HeaderNames.LastModified, HeaderNames.Vary, HeaderNames.Via,
    ];

    private readonly long _frequency = time.TimestampFrequency;

    /// <param name="features">The request's.</param>
    /// <param name="entry">Fit to answer, and of this route.</param>
    /// <param name="route">As the policy in force has it.</param>
    /// <param name="now">The timestamp that the entry was found fit at.</param>
    /// <param name="bytes">How much of a body it is.</param>
    /// <param name="cacheStatus">What <c>Cache-Status</c> says; <see langword="null"/>: a hit.</param>
    public Task WriteAsync(
        IFeatureCollection features, CacheEntry entry, RouteRules route, long now, out long bytes, string? cacheStatus = null)
    {
        var request = features.Get<IHttpRequestFeature>()!;
        var response = features.Get<IHttpResponseFeature>()!;
        var isUnchanged = Conditional.IsAsked(request.Headers) && IsUnchanged(request, entry);
        var headers = response.Headers;
        // RFC 9110 §13.2.2: conditions first, then the range.
        var parts = !isUnchanged && request.Headers.Range.Count > 0 ? RangeResponse.Of(request, entry, time.GetUtcNow()) : null;
        if (isUnchanged)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            foreach (var field in entry.Headers)
            {
                if (Array.Exists(NotModifiedFields, name => string.Equals(name, field.Name, StringComparison.OrdinalIgnoreCase)))
                    headers[field.Name] = field.Value;
            }
        }
        else
        {
            response.StatusCode = entry.Status;
            WriteStored(headers, entry);
        }

        WriteFreshness(headers, entry, route, MomentOf(entry, route, now), cacheStatus);
        bytes = parts?.Length ?? (isUnchanged || HttpMethods.IsHead(request.Method) ? 0 : entry.Body.Length);
        if (parts is not null)
            return parts.WriteAsync(features, time);
        if (bytes == 0)
            return Task.CompletedTask;
        return entry.Body.Length > InlineBytes
            ? PieceWriter.WriteAllAsync(features, [entry.Body], time)
            : WriteAtOnce(features.Get<IHttpResponseBodyFeature>()!, entry.Body);
    }

    /// <summary>The fields of a whole answer, for one that is not the server's to write.</summary>
    public void Describe(IHeaderDictionary headers, CacheEntry entry, RouteRules route, in HitMoment moment)
    {
        WriteStored(headers, entry);
        WriteFreshness(headers, entry, route, moment, cacheStatus: null);
        // Where the server would set it.
        if (moment.Date > 0)
            headers.Date = HttpDates.Format(DateTimeOffset.FromUnixTimeSeconds(moment.Date));
    }

    /// <summary>What an answer from this entry says of time.</summary>
    public HitMoment MomentOf(CacheEntry entry, RouteRules route, long now)
    {
        var staleFrom = entry.StaleFrom;
        return new HitMoment(
            Age.Seconds(entry.BornAt, now, _frequency),
            Age.Seconds(entry.ReceivedAt, now, _frequency),
            Age.SecondsLeft(staleFrom, now, _frequency),
            Age.IsFresh(staleFrom, now),
            route.ClientCacheControl.Count > 0 ? time.GetUtcNow().ToUnixTimeSeconds() : 0);
    }

    private static void WriteStored(IHeaderDictionary headers, CacheEntry entry)
    {
        foreach (var field in entry.Headers)
            headers[field.Name] = field.Value;
        headers.ContentLength = entry.Body.Length;
    }

    private void WriteFreshness(IHeaderDictionary headers, CacheEntry entry, RouteRules route, in HitMoment moment, string? cacheStatus)
    {
        if (route.ClientCacheControl.Count > 0)
        {
            // The gateway is the origin of this freshness: it begins now, so there is no Age, and the server sets the Date.
            headers.CacheControl = route.ClientCacheControl;
            headers.Date = StringValues.Empty;
        }
        else
        {
            headers.Age = IntegerText.Of(moment.Age);
        }

        if (visible == CacheHeaders.None)
            return;
        headers[FieldNames.XCacheStatus] = moment.IsFresh ? Hit : Stale;
        if (visible == CacheHeaders.Status)
            return;
        headers[FieldNames.XCacheKey] = entry.Name;
        headers[FieldNames.XCacheAge] = IntegerText.Of(moment.Held);
        headers[FieldNames.XCacheTtl] = IntegerText.Of(moment.Left);
        var own = cacheStatus ?? CacheStatusField.HitText(moment.Left);
        headers[FieldNames.CacheStatus] =
            entry.Terms.Has(ReuseFlags.HasCacheStatus) ? StringValues.Concat(headers[FieldNames.CacheStatus], own) : own;
    }

    private bool IsUnchanged(IHttpRequestFeature request, CacheEntry entry) =>
        Conditional.Decide(
            request.Method, entry.Status, request.Headers, new Validators(entry.ETag, entry.LastModified ?? DateOf(entry)), time.GetUtcNow())
        == ConditionalDecision.NotModified;

    // RFC 9111 §4.3.2: where nobody said when it was modified, it was not after it was generated.
    private DateTimeOffset? DateOf(CacheEntry entry) => entry.TryDate(time.GetUtcNow());

    private static Task WriteAtOnce(IHttpResponseBodyFeature body, byte[] bytes)
    {
        if (bytes.Length <= BodyBlocks.SmallBytes)
            return Waiting(body.Writer.WriteAsync(bytes));
        var start = body.StartAsync();
        return start.IsCompletedSuccessfully ? Waiting(WriteStarted(body, bytes)) : WriteAfterAsync(start, body, bytes);
    }

    private static ValueTask<FlushResult> WriteStarted(IHttpResponseBodyFeature body, byte[] bytes)
    {
        BodyBlocks.Write(body.Writer, bytes);
        return body.Writer.FlushAsync();
    }

    private static async Task WriteAfterAsync(Task start, IHttpResponseBodyFeature body, byte[] bytes)
    {
        await start;
        await WriteStarted(body, bytes);
    }

    private static Task Waiting(ValueTask<FlushResult> write) => write.IsCompletedSuccessfully ? Task.CompletedTask : write.AsTask();
}
