using CachingGateway.Entries;
using CachingGateway.Observability;
using CachingGateway.Policies;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Fetching;

/// <summary>What the head of the origin's answer made of a fill. It never changes.</summary>
internal abstract record FillHead
{
    private FillHead()
    {
    }

    /// <summary>The answer is for everybody who waits, and is stored when it is complete.</summary>
    /// <param name="Answer">Its head.</param>
    /// <param name="VariedBy">What the origin's <c>Vary</c> tells it apart by, beyond the key.</param>
    /// <param name="Labels">What invalidations can name it by, the tags of its own head included.</param>
    /// <param name="IsRevalidated">Whether the origin said that what was stored still holds.</param>
    internal sealed record Shared(OriginAnswer Answer, VariedBy? VariedBy, EntryLabels Labels, bool IsRevalidated) : FillHead
    {
        /// <summary>
        /// Whether it may answer others than who caused the fill: what is stale from the beginning is stored, but answers nobody before
        /// the origin was asked about it (RFC 9111 §4).
        /// </summary>
        public bool IsForAll { get; init; } = true;
    }

    /// <summary>The answer is for the client that caused the fill alone.</summary>
    /// <param name="Answer">Its head.</param>
    /// <param name="Reason">Why it is not stored.</param>
    internal sealed record Private(OriginAnswer Answer, CacheReason Reason) : FillHead
    {
        /// <summary>Its body, where that client reads it from the origin himself.</summary>
        public PrivateBody? Body { get; init; }
    }

    /// <summary>Nothing was asked, because an answer had been stored in the meantime: look again.</summary>
    internal sealed record Withdrawn : FillHead;

    /// <summary>There is no answer.</summary>
    /// <param name="Status">What to tell the clients: 502, 503 or 504.</param>
    /// <param name="Reason">What went wrong.</param>
    internal sealed record Failed(int Status, CacheReason Reason) : FillHead
    {
        /// <summary>
        /// Whether the origin did not answer. Otherwise it answered with an error in whose place something stored may be served; who has
        /// nothing asks for that error himself.
        /// </summary>
        public bool IsOutOfReach { get; init; } = true;
    }
}

/// <summary>The head of an answer, its header fields end-to-end only.</summary>
/// <param name="Status">The status code.</param>
/// <param name="ReasonPhrase">The reason phrase where it differs from the usual one.</param>
/// <param name="Headers">The end-to-end fields, without <c>Content-Length</c>.</param>
/// <param name="ContentLength">The length that the origin announced.</param>
internal sealed record OriginAnswer(int Status, string? ReasonPhrase, HeaderField[] Headers, long? ContentLength)
{
    /// <summary>A field's only value; <see langword="null"/> where there is none, or more than one.</summary>
    public string? Value(string name)
    {
        foreach (var field in Headers)
        {
            if (string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))
                return field.Value.Count == 1 ? field.Value[0] : null;
        }

        return null;
    }

    /// <summary>The head without fields that are for caches alone.</summary>
    public OriginAnswer Without(IReadOnlyList<string> names) =>
        names.Count == 0 ? this : this with { Headers = [.. Headers.Where(field => !names.Contains(field.Name, StringComparer.OrdinalIgnoreCase))] };

    /// <summary>The head as everybody may see it, for a response that is stored under a route's rules.</summary>
    public OriginAnswer ForEverybody(RouteRules route)
    {
        List<HeaderField> fields = [.. Headers];
        // The override lets the response be stored; the cookie itself is never replayed.
        if (route.Override.HasFlag(Obstacles.SetCookie))
            fields.RemoveAll(field => string.Equals(field.Name, HeaderNames.SetCookie, StringComparison.OrdinalIgnoreCase));
        // Where the policy says how long an answer holds and nobody how long a client may keep its copy, it asks each time, so that an invalidation reaches it.
        if (route.Freshness == FreshnessSource.Policy && !fields.Exists(field => string.Equals(field.Name, HeaderNames.CacheControl, StringComparison.OrdinalIgnoreCase)))
            fields.Add(new HeaderField(HeaderNames.CacheControl, "no-cache"));
        return this with { Headers = [.. fields] };
    }
}
