using System.Globalization;

namespace CachingGateway.Management.Statistics;

/// <summary>Sizes as Redis writes them for people: <c>512B</c>, <c>12.50M</c>.</summary>
internal static class ByteText
{
    private const string Units = "BKMGTPE";

    public static string Of(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        while (size >= 1024)
        {
            size /= 1024;
            unit++;
        }

        return unit == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes}B")
            : string.Create(CultureInfo.InvariantCulture, $"{size:0.00}{Units[unit]}");
    }
}
