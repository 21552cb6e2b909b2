namespace CachingGateway.Entries;

/// <summary>All that an invalidation can name a response by.</summary>
/// <param name="Name">The entry's name.</param>
/// <param name="Route">The policy route.</param>
/// <param name="Tags">The tags of the route and of the response.</param>
/// <param name="UrlId">Stands for path and query as the origin was asked; 0: unknown.</param>
/// <param name="HostId">Stands for the host; 0: it is not part of the key.</param>
internal readonly record struct EntryLabels(string Name, string Route, IReadOnlyList<string> Tags, ulong UrlId, uint HostId);
