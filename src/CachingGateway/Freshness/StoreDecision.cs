using CachingGateway.Observability;

namespace CachingGateway.Freshness;

/// <summary>Whether a response may be stored, and for how long; or the one reason why not.</summary>
internal readonly record struct StoreDecision
{
    private StoreDecision(CacheReason reason) => Reason = reason;

    /// <summary>Why it is not stored; <see cref="CacheReason.None"/>: it is.</summary>
    public CacheReason Reason { get; }

    public bool IsStorable => Reason is CacheReason.None && Left > TimeSpan.Zero;

    /// <summary>How long it is fresh in all, the age it came with included. More than zero where it is storable.</summary>
    public TimeSpan Lifetime => InitialAge + Left;

    /// <summary>The age it had when it was received (RFC 9111 §4.2.3).</summary>
    public TimeSpan InitialAge { get; private init; }

    /// <summary>How long it stays fresh from its receipt on. More than zero where it is storable.</summary>
    public TimeSpan Left { get; private init; }

    public static StoreDecision Refuse(CacheReason reason) => new(reason);

    public static StoreDecision Store(TimeSpan initialAge, TimeSpan left) =>
        left > TimeSpan.Zero
            ? new StoreDecision(CacheReason.None) { InitialAge = initialAge, Left = left }
            : Refuse(CacheReason.ZeroTtl);
}
