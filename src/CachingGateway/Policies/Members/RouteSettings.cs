using CachingGateway.Keys;
using CachingGateway.Policies.Matching;

namespace CachingGateway.Policies.Members;

/// <summary>A route as the policy states it, after merging; <see cref="PolicyMembers"/> says what each member means.</summary>
internal sealed record RouteSettings
{
    public static RouteSettings Empty { get; } = new();

    public string? Name { get; init; }

    public string? Class { get; init; }

    public MatchSettings Match { get; init; } = new();

    public RouteMode Mode { get; init; }

    public KeySettings Key { get; init; } = new();

    public NameLists Ignore { get; init; } = new();

    public NameLists Forward { get; init; } = new();

    public FreshnessSource Freshness { get; init; }

    public TimeSpan Ttl { get; init; }

    public TimeSpan MinTtl { get; init; }

    public TimeSpan MaxTtl { get; init; }

    public double Jitter { get; init; }

    public TimeSpan StaleWhileRevalidate { get; init; }

    public TimeSpan StaleIfError { get; init; }

    public TimeSpan Timeout { get; init; }

    public IReadOnlyList<KeyValuePair<string, TimeSpan>> Statuses { get; init; } = [];

    public Obstacles Override { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> TagHeaders { get; init; } = [];

    public ClientSettings Client { get; init; } = new();

    public BypassSettings Bypass { get; init; } = new();

    public BodySettings Body { get; init; } = new();

    public LimitSettings Limits { get; init; } = new();
}

internal sealed record MatchSettings
{
    public IReadOnlyList<string> Paths { get; init; } = [];

    public IReadOnlyList<string> Methods { get; init; } = [];

    public IReadOnlyList<string> Hosts { get; init; } = [];

    public IReadOnlyList<ConditionSettings> Headers { get; init; } = [];

    public IReadOnlyList<ConditionSettings> Query { get; init; } = [];

    public IReadOnlyList<ConditionSettings> Cookies { get; init; } = [];
}

/// <summary>A condition on a header field, a parameter or a cookie, in YARP's own form.</summary>
internal sealed record ConditionSettings
{
    public string Name { get; init; } = "";

    public IReadOnlyList<string> Values { get; init; } = [];

    public ConditionMode Mode { get; init; }

    public bool IsCaseSensitive { get; init; }
}

internal sealed record NameLists
{
    public IReadOnlyList<string> Headers { get; init; } = [];

    public IReadOnlyList<string> Query { get; init; } = [];

    public IReadOnlyList<string> Cookies { get; init; } = [];
}

internal sealed record ClientSettings
{
    public string? CacheControl { get; init; }

    public bool ETag { get; init; }
}

internal sealed record BypassSettings
{
    public ClientNoCache ClientNoCache { get; init; }

    public RateLimit? Limit { get; init; }
}

internal sealed record BodySettings
{
    public long MinBytes { get; init; }

    public long MaxBytes { get; init; }
}

internal sealed record LimitSettings
{
    public long Variants { get; init; }

    public long Entries { get; init; } = long.MaxValue;

    public long Bytes { get; init; } = long.MaxValue;
}
