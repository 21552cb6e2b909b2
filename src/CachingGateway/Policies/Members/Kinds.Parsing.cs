using System.Globalization;
using CachingGateway.Policies.Reading;

namespace CachingGateway.Policies.Members;

internal static partial class Kinds
{
    private static bool TryParseDuration(in ScalarValue scalar, out TimeSpan value) =>
        Quantities.TryParseDuration(QuantityText(scalar), out value);

    private static bool TryParseSize(in ScalarValue scalar, out long value) => Quantities.TryParseSize(QuantityText(scalar), out value);

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

    private static string QuantityText(in ScalarValue scalar) =>
        scalar.Type is ScalarType.Text or ScalarType.Number ? scalar.Text : "";
}
