using CachingGateway.Entries;
using CachingGateway.Http;
using CachingGateway.Invalidation.Protocol;
using CachingGateway.Observability;

namespace CachingGateway.Pipeline;

/// <summary>What is done with a request: one of four.</summary>
internal abstract record RequestDecision
{
    private RequestDecision()
    {
    }

    /// <summary>It is answered from what is stored.</summary>
    internal sealed record Serve(CacheEntry Entry, long Now) : RequestDecision;

    /// <summary>It is answered from something stale, while a fetch takes care of the next ones.</summary>
    internal sealed record ServeStale(CacheEntry Entry, long Now, Arrival Arrival) : RequestDecision;

    /// <summary>Its answer is fetched, and stored if it may be.</summary>
    /// <param name="Why">What was missing.</param>
    /// <param name="Past">Why the client asked past the cache, and so has a fill of its own; <see cref="CacheReason.None"/>: it did not.</param>
    /// <param name="Arrival">What was known of invalidations when it came.</param>
    internal sealed record Fetch(Fwd Why, CacheReason Past, Arrival Arrival) : RequestDecision
    {
        /// <summary>What is stored and stale, of which the origin may say that it still holds; <see langword="null"/>: nothing is.</summary>
        public CacheEntry? Stale { get; init; }

        /// <summary>Whether anything stored may be asked about, or stand in for an error.</summary>
        public bool MayValidate { get; init; } = true;

        public bool IsRefresh => Past != CacheReason.None;
    }

    /// <summary>It goes to the origin as it is.</summary>
    internal sealed record Pass(PassReason Reason) : RequestDecision;

    /// <summary>It is refused, because the client wants nothing but what is stored.</summary>
    internal sealed record Refuse(int Status, CacheReason Reason) : RequestDecision;
}
