namespace CachingGateway.Fetching;

/// <summary>The <c>Gateway:Fills</c> section: how much waiting and memory fetching may take.</summary>
internal sealed record FillLimits
{
    /// <summary>
    /// How long a request waits for the head of a fill that another one caused; past it, it goes to the origin itself. Default 10 s.
    /// </summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many requests wait for one fill; further ones go to the origin themselves. Default 20,000.</summary>
    public int MaxWaiters { get; init; } = 20_000;

    /// <summary>How long a key whose response could not be stored is remembered, so that nobody queues for it. Default 1 min.</summary>
    public TimeSpan Uncacheable { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many bytes all bodies that are being stored may hold together; past it, bodies stream through unstored. Default 256 MB.
    /// </summary>
    public long MaxBytesInFlight { get; init; } = 256L * 1024 * 1024;
}
