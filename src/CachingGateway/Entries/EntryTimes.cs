namespace CachingGateway.Entries;

/// <summary>
/// An entry's times as durations at its storing, in ticks of 100 ns. Timestamps are of one process, and clocks of machines differ;
/// how long ago it was stored is told by what is left of its time in Redis.
/// </summary>
/// <param name="Age">Since the response was born.</param>
/// <param name="InitialAge">The age it had when it was received.</param>
/// <param name="FreshLeft">Until it is no longer fresh; negative when it is not.</param>
/// <param name="UseLeft">Until it is of no use any more; at least <paramref name="FreshLeft"/>.</param>
/// <param name="SoftFor">Since it was made stale by an invalidation; negative: it was not.</param>
internal readonly record struct EntryTimes(long Age, long InitialAge, long FreshLeft, long UseLeft, long SoftFor)
{
    public static EntryTimes Of(CacheEntry entry, long now, long frequency) => new(
        Ticks(now, entry.BornAt, frequency),
        Ticks(entry.InitialAge, 0, frequency),
        Ticks(entry.FreshUntil, now, frequency),
        Ticks(entry.KeepUntil, now, frequency),
        entry.SoftSince == 0 ? -1 : Math.Max(0, Ticks(now, entry.SoftSince, frequency)));

    /// <summary>The timestamp that lies so many ticks from another; at the ends of the range it stays there.</summary>
    public static long Shift(long timestamp, long ticks, long frequency) =>
        Clamp(timestamp + ((Int128)ticks * frequency / TimeSpan.TicksPerSecond));

    private static long Ticks(long end, long start, long frequency) =>
        Clamp(((Int128)end - start) * TimeSpan.TicksPerSecond / frequency);

    private static long Clamp(Int128 value) => (long)Int128.Clamp(value, long.MinValue, long.MaxValue);
}
