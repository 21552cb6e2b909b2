using System.Globalization;
using CachingGateway.Policies.Reading;

namespace CachingGateway.Policies.Members;

internal static partial class Kinds
{
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(3650);

    private static bool TryParseDuration(in ScalarValue scalar, out TimeSpan value)
    {
        value = default;
        var (number, unit) = Split(scalar);
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

    private static bool TryParseSize(in ScalarValue scalar, out long value)
    {
        value = 0;
        var (number, unit) = Split(scalar);
        int? shift = unit switch { "" or "B" => 0, "KB" => 10, "MB" => 20, "GB" => 30, "TB" => 40, _ => null };
        if (number is null || shift is null || number > long.MaxValue >> shift)
            return false;
        value = number.Value << shift.Value;
        return true;
    }

    private static bool TryParsePercentage(in ScalarValue scalar, out double value)
    {
        value = 0;
        if (scalar.Type != ScalarType.Text || !scalar.Text.EndsWith('%')
            || !double.TryParse(
                scalar.Text.AsSpan(0, scalar.Text.Length - 1),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var percent)
            || percent is < 0 or > 100
            || !char.IsAsciiDigit(scalar.Text[0]) || !char.IsAsciiDigit(scalar.Text[^2]))
        {
            return false;
        }

        value = percent / 100;
        return true;
    }

    private static bool TryParseRate(in ScalarValue scalar, out RateLimit value)
    {
        value = default;
        if (scalar.Type != ScalarType.Text || scalar.Text.Length < 3 || scalar.Text[^2] != '/')
            return false;
        TimeSpan? window = scalar.Text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            _ => null,
        };
        if (window is null || scalar.Text[0] == '0'
            || !int.TryParse(
                scalar.Text.AsSpan(0, scalar.Text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        value = new RateLimit(count, window.Value);
        return true;
    }

    /// <summary>A whole number and the unit behind it; a bare number has the empty unit.</summary>
    private static (long? Number, string Unit) Split(in ScalarValue scalar)
    {
        if (scalar.Type is not (ScalarType.Text or ScalarType.Number))
            return (null, "");
        var text = scalar.Text;
        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            digits++;
        return long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, text[digits..])
            : (null, "");
    }
}
