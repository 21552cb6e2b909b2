using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace CachingGateway.Keys;

/// <summary>
/// <c>Accept</c> and <c>Accept-Language</c> in one form, where two ways of writing say the same (RFC 9110 §12.5.1, §12.5.4): without
/// regard to case, with weights in their shortest form, the heaviest first. Those of one weight stay in their order: origins are known to
/// take it for a ranking.
/// </summary>
internal static class PreferenceList
{
    private const int MostElements = 64;

    /// <summary>One line; a value with quotes, or with a weight that is none, stays as <see cref="ListField"/> makes it.</summary>
    public static StringValues Normalize(StringValues values)
    {
        var list = ListField.Normalize(values);
        if (list is not [{ } text] || text.Contains('"', StringComparison.Ordinal))
            return list;
        var elements = text.ToLowerInvariant().Split(',');
        if (elements.Length > MostElements)
            return list;
        var ranked = new (string Name, double Weight)[elements.Length];
        for (var i = 0; i < elements.Length; i++)
        {
            if (!TryWeigh(elements[i], out ranked[i].Name, out ranked[i].Weight))
                return list;
        }

        // Stable, unlike Array.Sort.
        return string.Join(',', ranked.OrderByDescending(element => element.Weight).Select(Write));
    }

    private static bool TryWeigh(string element, out string name, out double weight)
    {
        (name, weight) = (element, 1);
        var at = element.LastIndexOf(";q=", StringComparison.Ordinal);
        if (at < 0)
            return true;
        name = element[..at];
        return double.TryParse(element.AsSpan(at + 3), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out weight)
            && weight is >= 0 and <= 1;
    }

    private static string Write((string Name, double Weight) element) =>
        element.Weight == 1 ? element.Name : string.Create(CultureInfo.InvariantCulture, $"{element.Name};q={element.Weight:0.###}");
}
