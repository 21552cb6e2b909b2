namespace CachingGateway.Invalidation;

/// <summary>What a replica does with its own memory while it is cut off from the others.</summary>
internal enum StoreOutageMode
{
    /// <summary>Requests go to the origin.</summary>
    Origin,

    /// <summary>It serves its memory for a time; what is acknowledged elsewhere meanwhile does not count here.</summary>
    Local,
}

/// <summary>The settings <c>Gateway:OnStoreOutage</c> and <c>Gateway:OnStoreOutageFor</c>.</summary>
/// <param name="Mode">Default <see cref="StoreOutageMode.Origin"/>.</param>
/// <param name="For">How long the promise is given up for at most.</param>
internal sealed record StoreOutage(StoreOutageMode Mode, TimeSpan For)
{
    /// <summary>For how long a view is judged by after its trust has ended.</summary>
    public TimeSpan Grace => Mode == StoreOutageMode.Local ? For : TimeSpan.Zero;
}
