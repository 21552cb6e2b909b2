using System.Globalization;

namespace CachingGateway.Management.Explaining;

/// <summary>Durations and sizes in the units in which the policy is written.</summary>
internal static class Amounts
{
    private static readonly (TimeSpan Unit, string Name)[] Durations =
    [
        (TimeSpan.FromDays(1), "d"), (TimeSpan.FromHours(1), "h"), (TimeSpan.FromMinutes(1), "m"), (TimeSpan.FromSeconds(1), "s"),
    ];

    private static readonly (int Shift, string Name)[] Sizes = [(40, "TB"), (30, "GB"), (20, "MB"), (10, "KB")];

    /// <summary><c>24h</c> is <c>1d</c>, <c>90s</c> stays: the largest unit that leaves nothing over.</summary>
    public static string Of(TimeSpan duration)
    {
        foreach (var (unit, name) in Durations)
        {
            if (duration > TimeSpan.Zero && duration.Ticks % unit.Ticks == 0)
                return (duration.Ticks / unit.Ticks).ToString(CultureInfo.InvariantCulture) + name;
        }

        return duration == TimeSpan.Zero ? "0s" : duration.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms";
    }

    public static string OfBytes(long bytes)
    {
        foreach (var (shift, name) in Sizes)
        {
            if (bytes > 0 && bytes % (1L << shift) == 0)
                return (bytes >> shift).ToString(CultureInfo.InvariantCulture) + name;
        }

        return bytes.ToString(CultureInfo.InvariantCulture) + "B";
    }
}
