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

    /// <summary>Its fields have a <c>Cache-Status</c> of caches nearer to the origin.</summary>
    HasCacheStatus = 16,
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
    // In eight bytes, since each entry has one: 8 bits of flags, 4 of the rule, and twice 26 bits of seconds, each one more than said, so
    // that the default is "not said".
    private const ulong TimeMask = (1UL << 26) - 1;
    private readonly ulong _bits;

    public ReuseFlags Flags
    {
        get => (ReuseFlags)(_bits & 255);
        init => _bits = (_bits & ~255UL) | ((ulong)value & 255);
    }

    public FreshnessRule Rule
    {
        get => (FreshnessRule)((_bits >> 8) & 15);
        init => _bits = (_bits & ~(15UL << 8)) | (((ulong)value & 15) << 8);
    }

    /// <summary>RFC 5861 §3, as the origin says, in whole seconds; <see langword="null"/>: it does not.</summary>
    public TimeSpan? StaleWhileRevalidate
    {
        get => Read(_bits >> 12);
        init => _bits = (_bits & ~(TimeMask << 12)) | (Write(value) << 12);
    }

    /// <summary>RFC 5861 §4, as the origin says, in whole seconds; <see langword="null"/>: it does not.</summary>
    public TimeSpan? StaleIfError
    {
        get => Read(_bits >> 38);
        init => _bits = (_bits & ~(TimeMask << 38)) | (Write(value) << 38);
    }

    public bool Has(ReuseFlags flag) => (Flags & flag) != ReuseFlags.None;

    private static TimeSpan? Read(ulong bits) => (bits & TimeMask) is not 0 and var stored ? TimeSpan.FromSeconds(stored - 1) : null;

    // Two years are as good as any longer time.
    private static ulong Write(TimeSpan? value) =>
        value is { } time ? (ulong)Math.Clamp(time.TotalSeconds, 0, TimeMask - 1) + 1 : 0;
}
