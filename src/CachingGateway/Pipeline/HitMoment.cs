namespace CachingGateway.Pipeline;

/// <summary>What a hit says of time, in whole seconds: two that say the same are the same to the byte.</summary>
/// <param name="Age">The response's age (RFC 9111 §4.2.3).</param>
/// <param name="Held">For how long it has been stored here.</param>
/// <param name="Left">How long it stays fresh; negative: for how long it has been stale.</param>
/// <param name="IsFresh">Whether it is.</param>
/// <param name="Date">Since 1970, where the gateway is the origin of its freshness; else 0.</param>
internal readonly record struct HitMoment(long Age, long Held, long Left, bool IsFresh, long Date);
