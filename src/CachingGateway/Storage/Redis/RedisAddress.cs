namespace CachingGateway.Storage.Redis;

/// <summary>Where Redis is and how it is spoken to, as a connection text says it (see <see cref="RedisAddressParser"/>).</summary>
internal sealed record RedisAddress
{
    /// <summary>One server, several nodes of a cluster, a primary with its replicas, or sentinels; at least one.</summary>
    public required IReadOnlyList<RedisNode> Nodes { get; init; }

    public RedisSecret Password { get; init; }

    /// <summary>Default 0; a cluster has no other.</summary>
    public int Database { get; init; }

    /// <summary>Whether connections are TLS; the certificate is checked against the system's authorities.</summary>
    public bool Tls { get; init; }

    /// <summary>The name that the certificate must bear; <see langword="null"/>: the node's own.</summary>
    public string? TlsHost { get; init; }

    /// <summary>The name by which sentinels know the primary; then <see cref="Nodes"/> are sentinels. <see langword="null"/>: none are.</summary>
    public string? Sentinel { get; init; }

    /// <summary>For logs: nodes alone, never a password.</summary>
    public override string ToString() => string.Join(',', Nodes) + (Sentinel is null ? "" : $" (sentinels of {Sentinel})");
}

/// <summary>A text that is never printed.</summary>
internal readonly record struct RedisSecret(string? Value)
{
    public override string ToString() => Value is null ? "" : "***";
}
