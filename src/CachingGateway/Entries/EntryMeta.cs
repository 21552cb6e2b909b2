using CachingGateway.Keys;

namespace CachingGateway.Entries;

/// <summary>What a stored entry says of itself before its header fields: all that an invalidation goes by.</summary>
internal sealed record EntryMeta
{
    public required EntryKey Key { get; init; }

    public required VariantKey Variant { get; init; }

    public required VariedBy? VariedBy { get; init; }

    public required Fence Fence { get; init; }

    public required string Name { get; init; }

    public required string Route { get; init; }

    public required string[] Tags { get; init; }

    public required ulong UrlId { get; init; }

    public required ulong HostId { get; init; }

    public required ulong Fingerprint { get; init; }

    /// <summary>How long the body is, which need not be there.</summary>
    public required int BodyBytes { get; init; }
}
