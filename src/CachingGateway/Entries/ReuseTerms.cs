namespace CachingGateway.Entries;

/// <summary>What a response allows and forbids beyond its freshness.</summary>
[Flags]
internal enum ReuseFlags : byte
{
    None = 0,

    /// <summary><c>must-revalidate</c>, <c>proxy-revalidate</c> or <c>no-cache</c>: never an answer when it is stale (RFC 9111 §4.2.4).</summary>
    NeverStale = 1,

    /// <summary><c>s-maxage</c>: stale it is an answer only where somebody has said so in words (RFC 9111 §5.2.2.10).</summary>
    StaleByWordOnly = 2,

    /// <summary>May answer a request with <c>Authorization</c> (RFC 9111 §3.5).</summary>
    AnswersCredentials = 4,

    /// <summary>Its ETag was made by the gateway, and is nothing that its origin knows.</summary>
    ETagIsMade = 8,
}

/// <summary>Which rule gave a stored response its time to live.</summary>
internal enum FreshnessRule : byte
{
    /// <summary>None: it is stale from the beginning.</summary>
    None,

    /// <summary>The route's <c>ttl</c>.</summary>
    Ttl,

    /// <summary>The route's <c>statuses</c>.</summary>
    Statuses,

    /// <summary>The origin's <c>s-maxage</c>.</summary>
    SMaxage,

    /// <summary>The origin's <c>max-age</c>.</summary>
    MaxAge,

    /// <summary>The origin's <c>Expires</c>.</summary>
    Expires,

    /// <summary>A tenth of the time since <c>Last-Modified</c> (RFC 9111 §4.2.2).</summary>
    Heuristic,

    /// <summary>The route's <c>minTtl</c>, which is more than what the origin says.</summary>
    MinTtl,

    /// <summary>The route's <c>maxTtl</c>, which is less than what the origin says.</summary>
    MaxTtl,

    /// <summary>The origin's <c>no-cache</c>: each use is validated.</summary>
    NoCache,
}

/// <summary>
/// What the origin said of using a response that is not fresh any more, and of whom it is for. The default says nothing: the
/// route's rules alone count.
/// </summary>
internal readonly record struct ReuseTerms
{
    // One more than the seconds, so that the default is "not said".
    private readonly uint _staleWhileRevalidate;
    private readonly uint _staleIfError;

    public ReuseFlags Flags { get; init; }

    public FreshnessRule Rule { get; init; }

    /// <summary>RFC 5861 §3, as the origin says; <see langword="null"/>: it does not.</summary>
    public TimeSpan? StaleWhileRevalidate
    {
        get => Read(_staleWhileRevalidate);
        init => _staleWhileRevalidate = Write(value);
    }

    /// <summary>RFC 5861 §4, as the origin says; <see langword="null"/>: it does not.</summary>
    public TimeSpan? StaleIfError
    {
        get => Read(_staleIfError);
        init => _staleIfError = Write(value);
    }

    public bool Has(ReuseFlags flag) => (Flags & flag) != ReuseFlags.None;

    private static TimeSpan? Read(uint stored) => stored == 0 ? null : TimeSpan.FromSeconds(stored - 1);

    private static uint Write(TimeSpan? value) => value is { } time ? (uint)Math.Clamp((long)time.TotalSeconds, 0, uint.MaxValue - 1) + 1 : 0;
}
