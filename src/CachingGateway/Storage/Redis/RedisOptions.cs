namespace CachingGateway.Storage.Redis;

/// <summary>The shared store: where it is, and how much of it and of the gateway's patience may be used.</summary>
internal sealed record RedisOptions
{
    /// <summary>The least <see cref="MaxBytes"/>.</summary>
    public const long LeastMaxBytes = 1024 * 1024;

    public required RedisAddress Address { get; init; }

    /// <summary>What every key of this gateway begins with. Letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, 1 to 32. Default <c>cg</c>.</summary>
    public string Prefix { get; init; } = "cg";

    /// <summary>
    /// When the memory that Redis uses (<c>used_memory</c>, over all primaries) is above this, nothing more is stored there. Default 1 GB.
    /// </summary>
    public long MaxBytes { get; init; } = 1L << 30;

    /// <summary>How long a request waits for one trip to Redis. Default 100 ms, 1 ms to 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Connections for large bodies, beside the three for everything else. Default 2, 1 to 16.</summary>
    public int BodyConnections { get; init; } = 2;

    /// <summary>Calls that one connection may owe answers to, abandoned ones among them. Default 10,000.</summary>
    public int MaxCallsInFlight { get; init; } = 10_000;

    /// <summary>Bytes that wait to be sent or acknowledged, shared among all connections. Default 64 MB.</summary>
    public long MaxBytesInFlight { get; init; } = 64 * 1024 * 1024;

    public static bool IsPrefix(string text) =>
        text.Length is > 0 and <= 32 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
