namespace CachingGateway.Observability;

/// <summary>
/// Why a request was not answered from the cache, or its response was not stored. A closed set: the same token appears in
/// <c>Cache-Status</c> <c>detail</c> (RFC 9211 §2.8), in the log and in metrics.
/// </summary>
internal enum CacheReason
{
    /// <summary>Nothing to explain.</summary>
    None,

    // The request is not looked up.

    /// <summary>The gateway is switched off by its settings.</summary>
    Disabled,

    /// <summary>No policy route matches.</summary>
    NoRoute,

    /// <summary>The policy route that matches has <c>mode: off</c>.</summary>
    RouteOff,

    /// <summary>The request target has no single canonical form (dot segments, encoded slashes, broken escapes).</summary>
    AmbiguousTarget,

    /// <summary>The connection is to be upgraded (RFC 9110 §7.8).</summary>
    Upgrade,

    /// <summary>A body on a request whose body is not part of the key.</summary>
    RequestBody,

    /// <summary>A keyed body is larger than 1 MB.</summary>
    RequestBodyTooLarge,

    /// <summary>A keyed body has no canonical JSON form.</summary>
    RequestBodyNotCanonical,

    /// <summary>The request carries <c>Authorization</c> (RFC 9111 §3.5) or a well-known credential field.</summary>
    Authorization,

    /// <summary>The request carries a cookie that is neither keyed nor ignored.</summary>
    Cookie,

    /// <summary>A condition that is the origin's to judge (<c>If-Match</c>, <c>If-Unmodified-Since</c>; RFC 9110 §13.1).</summary>
    Precondition,

    /// <summary>The client asked past the cache (<c>no-cache</c>).</summary>
    ClientNoCache,

    /// <summary>The client asked for more recent knowledge than this replica has (<c>X-Cache-Min-Sequence</c>).</summary>
    MinSequence,

    /// <summary>The client forbade storing (<c>no-store</c>).</summary>
    ClientNoStore,

    /// <summary>The client wants only a stored response and there is none (<c>only-if-cached</c>, RFC 9111 §5.2.1.7).</summary>
    OnlyIfCached,

    /// <summary>A HEAD that found nothing stored: it passes through.</summary>
    Head,

    /// <summary>A range of something not stored: it passes through.</summary>
    Range,

    // The response is not stored.

    /// <summary>Its status is not one that the route stores.</summary>
    Status,

    /// <summary>Its time to live is zero.</summary>
    ZeroTtl,

    /// <summary>The origin named no explicit freshness and the policy names none.</summary>
    NoFreshness,

    /// <summary><c>Set-Cookie</c>.</summary>
    SetCookie,

    /// <summary><c>Cache-Control: private</c>, with or without field names.</summary>
    Private,

    /// <summary><c>Cache-Control: no-store</c>.</summary>
    NoStore,

    /// <summary><c>Cache-Control: no-cache</c>, with or without field names.</summary>
    NoCache,

    /// <summary><c>Vary: *</c>.</summary>
    VaryStar,

    /// <summary>The body is larger than the route's <c>body.max</c>.</summary>
    BodyTooLarge,

    /// <summary>The body is smaller than the route's <c>body.min</c>.</summary>
    BodyTooSmall,

    /// <summary>The body ended before it was complete.</summary>
    Incomplete,

    /// <summary>A stream of events, which has no end to wait for.</summary>
    EventStream,

    /// <summary>The response carries trailers, which are not kept.</summary>
    Trailers,

    /// <summary>The key has as many variants as <c>limits.variants</c> allows.</summary>
    VariantsLimit,

    /// <summary>Larger than the store, or than the route's <c>limits.bytes</c>.</summary>
    StoreLimit,

    /// <summary>It was invalidated while it was fetched.</summary>
    Retired,

    /// <summary>What is stored was asked for later, and knew of more invalidations.</summary>
    Superseded,

    /// <summary>Its tags could not all be found: too many, or too long.</summary>
    TagsIncomplete,

    /// <summary>
    /// The replica is cut off from the others: what is stored may have been invalidated, so nothing is served from it, and where
    /// it was never in touch nothing is stored either.
    /// </summary>
    StoreOutage,

    /// <summary>Earlier responses to this key could not be stored, so nobody waits for this one.</summary>
    Uncacheable,

    // A write passed through.

    /// <summary>Its invalidation could not be taken yet: this replica serves nothing stored until it is.</summary>
    Unconfirmed,

    // A fill went wrong.

    /// <summary>The wait for somebody else's fill took too long, or too many waited.</summary>
    WaitLimit,

    /// <summary>Somebody else's fill turned out to be not for sharing.</summary>
    NotShared,

    /// <summary>The origin could not be reached or broke its answer off.</summary>
    OriginError,

    /// <summary>The origin did not answer within the route's <c>timeout</c>.</summary>
    OriginTimeout,

    /// <summary>The gateway itself failed.</summary>
    Internal,
}
