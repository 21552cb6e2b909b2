using CachingGateway.Entries;
using CachingGateway.Http;
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

    /// <summary>Its answer is fetched, and stored if it may be.</summary>
    /// <param name="Why">What was missing.</param>
    /// <param name="Refresh">The client asked past the cache: it has a fill of its own.</param>
    internal sealed record Fetch(Fwd Why, bool Refresh) : RequestDecision;

    /// <summary>It goes to the origin as it is.</summary>
    internal sealed record Pass(PassReason Reason) : RequestDecision;

    /// <summary>It is refused, because the client wants nothing but what is stored.</summary>
    internal sealed record Refuse(int Status, CacheReason Reason) : RequestDecision;
}
