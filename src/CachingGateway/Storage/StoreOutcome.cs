using CachingGateway.Observability;

namespace CachingGateway.Storage;

/// <summary>What became of an entry that was offered to the store.</summary>
/// <param name="Refusal">Why it is not stored; <see cref="CacheReason.None"/>: it is.</param>
internal readonly record struct StoreOutcome(CacheReason Refusal)
{
    public static StoreOutcome Stored => default;

    public bool IsStored => Refusal == CacheReason.None;
}
