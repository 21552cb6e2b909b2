using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Http;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Fetching;

/// <summary>Makes the entry of a fill that ended well: everything that later hits need, prepared once.</summary>
internal static class EntryBuilder
{
    /// <param name="fill">The fill.</param>
    /// <param name="head">What its head became.</param>
    /// <param name="notAfter">The timestamp at which what is settling is invalidated once more: it is fresh no longer than that.</param>
    /// <param name="time">The clock.</param>
    public static CacheEntry Build(Fill fill, FillHead.Shared head, long notAfter, TimeProvider time)
    {
        var (route, key) = (fill.Request.Route, fill.Request.Key);
        var body = fill.Body.ToArray();
        var (receivedAt, decision, frequency) = (fill.ReceivedAt.Timestamp, fill.Decision, time.TimestampFrequency);
        var answer = head.Answer;
        var etag = answer.Value(HeaderNames.ETag);
        List<HeaderField> fields = [.. answer.Headers.Where(IsKept)];
        var terms = decision.Terms with { Flags = decision.Terms.Flags | FlagOf(fields) };
        if (etag is null && route.ClientETag)
        {
            terms = terms with { Flags = terms.Flags | ReuseFlags.ETagIsMade };
            etag = ContentETag.Of(body);
            fields.Add(new HeaderField(HeaderNames.ETag, etag));
        }

        var freshUntil = Math.Min(notAfter, Age.Shift(receivedAt, decision.Left, frequency));
        return new CacheEntry
        {
            Key = key.Key,
            Variant = key.Variant,
            VariedBy = head.VariedBy,
            Name = key.Name,
            Route = route.Name,
            Tags = head.Labels.Tags,
            UrlId = head.Labels.UrlId,
            HostId = head.Labels.HostId,
            Fence = fill.Fence.Fence,
            Status = answer.Status,
            Headers = [.. fields],
            Body = body,
            ETag = etag,
            LastModified = LastModified(answer, fill.ReceivedAt.Date),
            BornAt = Age.Shift(receivedAt, -decision.InitialAge, frequency),
            InitialAge = receivedAt - Age.Shift(receivedAt, -decision.InitialAge, frequency),
            FreshUntil = freshUntil,
            KeepUntil = Age.Shift(Math.Max(freshUntil, receivedAt), decision.Keep, frequency),
            Terms = terms,
            Fingerprint = route.Fingerprint,
            PolicyVersion = fill.Request.PolicyVersion,
        };
    }

    /// <summary>
    /// The entry as a HEAD leaves it that found the same representation (RFC 9111 §4.3.5): other fields and times, the same body. What
    /// it knew of invalidations stays what it was, since a HEAD says nothing of the body (rule 9).
    /// </summary>
    public static CacheEntry Renew(
        CacheEntry entry, IHeaderDictionary fields, in StoreDecision decision, (long Timestamp, DateTimeOffset Date) received, TimeProvider time)
    {
        var frequency = time.TimestampFrequency;
        HeaderField[] kept =
        [
            .. fields.Where(field => !OriginFields.AreReplaced(field.Key))
                .Select(field => new HeaderField(CommonNames.Interned(field.Key), field.Value))
                .Where(IsKept),
        ];
        var freshUntil = Age.Shift(received.Timestamp, decision.Left, frequency);
        return new CacheEntry
        {
            Key = entry.Key,
            Variant = entry.Variant,
            VariedBy = entry.VariedBy,
            Name = entry.Name,
            Route = entry.Route,
            Tags = entry.Tags,
            UrlId = entry.UrlId,
            HostId = entry.HostId,
            Fence = entry.Fence,
            Status = entry.Status,
            Headers = kept,
            Body = entry.Body,
            ETag = entry.ETag,
            LastModified = entry.LastModified,
            BornAt = Age.Shift(received.Timestamp, -decision.InitialAge, frequency),
            InitialAge = received.Timestamp - Age.Shift(received.Timestamp, -decision.InitialAge, frequency),
            FreshUntil = freshUntil,
            KeepUntil = Age.Shift(Math.Max(freshUntil, received.Timestamp), decision.Keep, frequency),
            Terms = decision.Terms with { Flags = decision.Terms.Flags | (entry.Terms.Flags & ReuseFlags.ETagIsMade) | FlagOf(kept) },
            Fingerprint = entry.Fingerprint,
            PolicyVersion = entry.PolicyVersion,
        };
    }

    // The age that it had is counted on from (RFC 9111 §4.2.3). What the caches behind this one did stays (RFC 9211 §3).
    private static bool IsKept(HeaderField field) => !string.Equals(field.Name, HeaderNames.Age, StringComparison.OrdinalIgnoreCase);

    private static ReuseFlags FlagOf(IReadOnlyList<HeaderField> fields) =>
        fields.Any(field => string.Equals(field.Name, FieldNames.CacheStatus, StringComparison.OrdinalIgnoreCase))
            ? ReuseFlags.HasCacheStatus
            : ReuseFlags.None;

    private static DateTimeOffset? LastModified(OriginAnswer answer, DateTimeOffset now) =>
        answer.Value(HeaderNames.LastModified) is { } text && HttpDates.TryParse(text, now, out var date) ? date : null;
}
