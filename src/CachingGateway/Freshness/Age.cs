namespace CachingGateway.Freshness;

/// <summary>
/// Arithmetic on <see cref="TimeProvider.GetTimestamp"/> values; <c>frequency</c> is
/// <see cref="TimeProvider.TimestampFrequency"/>.
/// </summary>
internal static class Age
{
    /// <summary>Whole seconds since birth, not below zero: <c>current_age</c> (RFC 9111 §4.2.3).</summary>
    public static long Seconds(long bornAt, long now, long frequency) => now <= bornAt ? 0 : (now - bornAt) / frequency;

    /// <summary>Whole seconds of freshness left, rounded down; negative when stale, by how much (RFC 9211 §2.4).</summary>
    public static long SecondsLeft(long freshUntil, long now, long frequency)
    {
        var left = freshUntil - now;
        return left >= 0 ? left / frequency : -((-left + frequency - 1) / frequency);
    }

    /// <summary>RFC 9111 §4.2: fresh while the age is below the lifetime.</summary>
    public static bool IsFresh(long freshUntil, long now) => now < freshUntil;

    /// <summary>The timestamp so much later, or earlier if negative; at the ends of the range it stays there.</summary>
    public static long Shift(long timestamp, TimeSpan by, long frequency)
    {
        var shifted = timestamp + ((Int128)by.Ticks * frequency / TimeSpan.TicksPerSecond);
        return shifted > long.MaxValue ? long.MaxValue : shifted < long.MinValue ? long.MinValue : (long)shifted;
    }
}
