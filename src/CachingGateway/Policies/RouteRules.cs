using CachingGateway.Keys;
using Microsoft.Extensions.Primitives;

namespace CachingGateway.Policies;

/// <summary>What a route does with the requests that match it.</summary>
internal enum RouteMode
{
    Cache,
    Off,
}

/// <summary>Where the time to live comes from.</summary>
internal enum FreshnessSource
{
    /// <summary>The route's <c>ttl</c> and <c>statuses</c>.</summary>
    Policy,

    /// <summary>The origin, as RFC 9111 has it, and only then the route.</summary>
    Origin,
}

/// <summary>What a client's <c>Cache-Control: no-cache</c> does.</summary>
internal enum ClientNoCache
{
    /// <summary>The origin answers, and its answer replaces the stored one.</summary>
    Refresh,

    /// <summary>The directive is not heeded.</summary>
    Ignore,
}

/// <summary>An obstacle to storing that a route's <c>override</c> may set aside, each with a written reason.</summary>
[Flags]
internal enum Obstacles
{
    None = 0,
    Private = 1,
    NoStore = 2,
    NoCache = 4,
    SetCookie = 8,
    Vary = 16,
    Authorization = 32,
}

/// <summary>
/// One route of the policy, compiled: immutable, and complete with all defaults. Requests read it without locks.
/// </summary>
internal sealed record RouteRules
{
    public required string Name { get; init; }

    public RouteMode Mode { get; init; }

    public required KeyRules Key { get; init; }

    public FreshnessSource Freshness { get; init; }

    /// <summary>
    /// How long a 200 stays fresh. Default 5 minutes; zero where freshness is the origin's and the route states none.
    /// </summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The least and the most that any time to live may be.</summary>
    public TimeSpan MinTtl { get; init; } = TimeSpan.Zero;

    public TimeSpan MaxTtl { get; init; } = TimeSpan.FromDays(365);

    /// <summary>
    /// The share of a time to live, 0 to 1, by which it may be shortened at random so that entries do not expire together.
    /// </summary>
    public double Jitter { get; init; }

    /// <summary>
    /// For how long after its freshness, or after a soft invalidation, a response is served while one refresh runs (RFC 5861 §3).
    /// Default: not at all.
    /// </summary>
    public TimeSpan StaleWhileRevalidate { get; init; }

    /// <summary>
    /// For how long after its freshness a response is served in place of an error of the origin's (RFC 5861 §4). Default: not at
    /// all.
    /// </summary>
    public TimeSpan StaleIfError { get; init; }

    /// <summary>
    /// Response fields whose words are tags of the response, beside those of <see cref="Tags"/>. Not sent on to clients.
    /// </summary>
    public IReadOnlyList<string> TagHeaders { get; init; } = [];

    /// <summary>How long the origin may take to its first byte, and between two. Default 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Times to live by status; they beat <see cref="Ttl"/>.</summary>
    public StatusTtls Statuses { get; init; } = StatusTtls.Empty;

    public Obstacles Override { get; init; }

    /// <summary>Templates of the entry's tags.</summary>
    public IReadOnlyList<KeyTemplate> Tags { get; init; } = [];


    /// <summary>
    /// The <c>Cache-Control</c> sent to clients; <see cref="StringValues.Empty"/>: the origin's own, else <c>no-cache</c>.
    /// </summary>
    public StringValues ClientCacheControl { get; init; }

    /// <summary>Whether an ETag is made where the origin gives none. Default: yes.</summary>
    public bool ClientETag { get; init; } = true;

    public ClientNoCache ClientNoCache { get; init; }

    /// <summary>How often one client address may ask past the cache; <see langword="null"/>: without limit.</summary>
    public RateLimit? BypassLimit { get; init; }

    public long BodyMinBytes { get; init; }

    /// <summary>The largest body that is stored. Default 10 MB.</summary>
    public long BodyMaxBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>The most variants one key may have. Default 50.</summary>
    public int MaxVariants { get; init; } = 50;

    /// <summary>The most entries and bytes in memory; <see cref="long.MaxValue"/>: no limit of its own.</summary>
    public long MaxEntries { get; init; } = long.MaxValue;

    public long MaxBytes { get; init; } = long.MaxValue;

    /// <summary>
    /// Stands for all members that decide which response may answer which request; an entry of another one is a miss.
    /// </summary>
    public required ulong Fingerprint { get; init; }
}
