using CachingGateway.Keys;

namespace CachingGateway.Entries;

/// <summary>What a stored entry says of itself before its header fields: all that an invalidation goes by.</summary>
internal sealed record EntryMeta
{
    public required EntryKey Key { get; init; }

    public required VariantKey Variant { get; init; }

    public required VariedBy? VariedBy { get; init; }

    public required Fence Fence { get; init; }

    public required EntryLabels Labels { get; init; }

    public required ulong Fingerprint { get; init; }

    /// <summary>How long the body is, which need not be there.</summary>
    public required int BodyBytes { get; init; }
}
