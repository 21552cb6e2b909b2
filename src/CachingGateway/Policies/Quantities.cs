using System.Globalization;

namespace CachingGateway.Policies;

/// <summary>Durations and sizes as policy and settings write them: a whole number and a unit.</summary>
internal static class Quantities
{
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(3650);

    /// <summary><c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>24h</c>, <c>7d</c>; a bare number is seconds. At most ten years.</summary>
    public static bool TryParseDuration(string text, out TimeSpan value)
    {
        value = default;
        var (number, unit) = Split(text);
        if (number is null)
            return false;
        double? milliseconds = unit switch
        {
            "ms" => 1,
            "" or "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => null,
        };
        // A double holds every whole number of milliseconds of ten years.
        if (milliseconds is not { } factor || number.Value * factor > LongestDuration.TotalMilliseconds)
            return false;
        value = TimeSpan.FromMilliseconds(number.Value * factor);
        return true;
    }

    /// <summary><c>64KB</c>, <c>10MB</c>, <c>2GB</c> in powers of 1024; a bare number is bytes.</summary>
    public static bool TryParseSize(string text, out long value)
    {
        value = 0;
        var (number, unit) = Split(text);
        int? shift = unit switch { "" or "B" => 0, "KB" => 10, "MB" => 20, "GB" => 30, "TB" => 40, _ => null };
        if (number is null || shift is null || number > long.MaxValue >> shift)
            return false;
        value = number.Value << shift.Value;
        return true;
    }

    /// <summary>A whole number and the unit behind it; a bare number has the empty unit.</summary>
    private static (long? Number, string Unit) Split(string text)
    {
        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            digits++;
        return long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, text[digits..])
            : (null, "");
    }
}
