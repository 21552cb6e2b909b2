using System.ComponentModel.DataAnnotations;

namespace CachingGateway.Fetching;

/// <summary>The <c>Gateway:Fills</c> section: how much waiting and memory fetching may take.</summary>
internal sealed record FillLimits
{
    /// <summary>How long a request waits for the head of a fill that another one caused, in seconds; past it, it goes to the origin itself. Default 10, 1 to 600.</summary>
    [Range(1, 600)]
    public int WaitSeconds { get; init; } = 10;

    /// <summary>How many requests wait for one fill; further ones go to the origin themselves. Default 20,000, 0 to 1,000,000.</summary>
    [Range(0, 1_000_000)]
    public int MaxWaiters { get; init; } = 20_000;

    /// <summary>How long a key whose response could not be stored is remembered, so that nobody queues for it, in seconds. Default 60, 0 to 3600.</summary>
    [Range(0, 3600)]
    public int UncacheableSeconds { get; init; } = 60;

    /// <summary>How many bytes all bodies that are being stored may hold together; past it, bodies stream through unstored. Default 256 MB, from 1 MB.</summary>
    [Range(1024 * 1024, long.MaxValue)]
    public long MaxBytesInFlight { get; init; } = 256L * 1024 * 1024;
}
