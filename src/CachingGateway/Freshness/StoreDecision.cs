using CachingGateway.Entries;
using CachingGateway.Observability;

namespace CachingGateway.Freshness;

/// <summary>Whether a response may be stored, and for how long; or the one reason why not.</summary>
internal readonly record struct StoreDecision
{
    private StoreDecision(CacheReason reason) => Reason = reason;

    /// <summary>Why it is not stored; <see cref="CacheReason.None"/>: it is.</summary>
    public CacheReason Reason { get; }

    public bool IsStorable => Reason is CacheReason.None && (IsFresh || Keep > TimeSpan.Zero);

    /// <summary>Whether it may answer later requests before the origin is asked about it.</summary>
    public bool IsFresh => Left > TimeSpan.Zero;

    /// <summary>How long it is fresh in all, the age it came with included.</summary>
    public TimeSpan Lifetime => InitialAge + Left;

    /// <summary>The age it had when it was received (RFC 9111 §4.2.3).</summary>
    public TimeSpan InitialAge { get; private init; }

    /// <summary>How long it stays fresh from its receipt on; zero or less: it is stale already.</summary>
    public TimeSpan Left { get; private init; }

    /// <summary>For how long it may be of use after that: to be asked about, or to answer stale.</summary>
    public TimeSpan Keep { get; init; }

    /// <summary>What the origin said of its use beyond its freshness.</summary>
    public ReuseTerms Terms { get; init; }

    public static StoreDecision Refuse(CacheReason reason) => new(reason);

    /// <summary>To be fresh for so long, or <see cref="CacheReason.ZeroTtl"/>.</summary>
    public static StoreDecision Store(TimeSpan initialAge, TimeSpan left) =>
        left > TimeSpan.Zero ? Retain(initialAge, left) : Refuse(CacheReason.ZeroTtl);

    /// <summary>To be fresh for so long, and if that is no time at all, kept for other uses.</summary>
    public static StoreDecision Retain(TimeSpan initialAge, TimeSpan left) =>
        new(CacheReason.None) { InitialAge = initialAge, Left = left };
}
