namespace CachingGateway.Invalidation.Protocol;

/// <summary>
/// The two times that the promise rests on. They are not settings: every replica must have the same, and <see cref="Silence"/> must
/// exceed <see cref="Trust"/> by as much as two clocks may differ in rate (20 %).
/// </summary>
internal static class ProtocolTimes
{
    /// <summary>For how long a heartbeat makes the view trusted, from before it was sent.</summary>
    public static readonly TimeSpan Trust = TimeSpan.FromSeconds(2);

    /// <summary>After how long nobody can trust a view any more that has not heard of a record.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(2.4);

    /// <summary>After how long a member that says nothing is struck off the list.</summary>
    public static readonly TimeSpan Gone = TimeSpan.FromSeconds(30);
}
