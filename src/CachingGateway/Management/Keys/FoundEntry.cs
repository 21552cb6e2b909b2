using CachingGateway.Entries;
using CachingGateway.Storage.Redis;

namespace CachingGateway.Management.Keys;

/// <summary>One stored entry, and where it lies: in this replica's memory, in Redis, or in both.</summary>
/// <param name="Memory">What lies in memory.</param>
/// <param name="Shared">What lies in Redis, without its body.</param>
internal readonly record struct FoundEntry(CacheEntry? Memory, ScannedEntry? Shared)
{
    private static readonly string[] InMemory = ["memory"];
    private static readonly string[] InRedis = ["redis"];
    private static readonly string[] InBoth = ["memory", "redis"];

    public EntryLabels Labels => Memory?.Labels ?? Shared!.Value.Meta.Labels;

    public string[] In => Memory is null ? InRedis : Shared is null ? InMemory : InBoth;
}
