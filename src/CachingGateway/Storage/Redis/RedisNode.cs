namespace CachingGateway.Storage.Redis;

/// <summary>Where one server listens.</summary>
/// <param name="Host">A name or an address; IPv6 without brackets.</param>
internal readonly record struct RedisNode(string Host, int Port)
{
    public override string ToString() =>
        Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
