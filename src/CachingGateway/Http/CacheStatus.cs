using CachingGateway.Observability;

namespace CachingGateway.Http;

/// <summary>Why a request went on to the origin (RFC 9211 §2.2).</summary>
internal enum Fwd
{
    /// <summary>It did not: the gateway answered from what it had.</summary>
    None,

    /// <summary>The gateway was told not to handle the request.</summary>
    Bypass,

    /// <summary>The method demands it.</summary>
    Method,

    /// <summary>Nothing is stored under the URI.</summary>
    UriMiss,

    /// <summary>What is stored under the URI is of other variants.</summary>
    VaryMiss,

    /// <summary>Nothing stored fits, of whichever of the two kinds.</summary>
    Miss,

    /// <summary>Something fresh is stored, but the request asks past it.</summary>
    Request,

    /// <summary>What is stored is stale.</summary>
    Stale,

    /// <summary>What is stored has not all parts that were asked for.</summary>
    Partial,
}

/// <summary>How the gateway handled one request, as <c>Cache-Status</c> tells it (RFC 9211 §2).</summary>
internal readonly record struct CacheStatus
{
    /// <summary>Why the request went on; <see cref="Fwd.None"/>: it is a hit.</summary>
    public Fwd Fwd { get; init; }

    /// <summary>The origin's status, where it is known; 0: it is not told.</summary>
    public int FwdStatus { get; init; }

    /// <summary>Whole seconds of freshness left, negative when stale; <see langword="null"/>: not told.</summary>
    public long? Ttl { get; init; }

    /// <summary>The response is being stored.</summary>
    public bool Stored { get; init; }

    /// <summary>The request joined one that was already on its way.</summary>
    public bool Collapsed { get; init; }

    /// <summary>Why it was not a hit, or not stored.</summary>
    public CacheReason Detail { get; init; }
}
