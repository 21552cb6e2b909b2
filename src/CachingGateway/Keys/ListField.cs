using System.Text;
using Microsoft.Extensions.Primitives;

namespace CachingGateway.Keys;

/// <summary>
/// Fields whose value is a list (RFC 9110 §5.6.1): several lines are one list, and white space between elements says nothing.
/// </summary>
internal static class ListField
{
    /// <summary>
    /// One line without optional white space around <c>,</c> and <c>;</c> and without empty elements. A value with quotes is
    /// only joined. No values: none.
    /// </summary>
    public static StringValues Normalize(StringValues values)
    {
        if (values.Count == 0 || (values.Count == 1 && IsNormal(values[0])))
        {
            return values;
        }

        var joined = values.Count == 1 ? values[0] ?? "" : string.Join(',', (IEnumerable<string?>)values);
        return joined.Contains('"', StringComparison.Ordinal) ? joined : Compact(joined);
    }

    private static bool IsNormal(string? value) =>
        value is not null && !value.AsSpan().ContainsAny(" \t\"") && !value.StartsWith(',') && !value.EndsWith(',')
        && !value.Contains(",,", StringComparison.Ordinal);

    private static string Compact(string list)
    {
        var text = new StringBuilder(list.Length);
        foreach (var elementRange in list.AsSpan().Split(','))
        {
            var element = list.AsSpan()[elementRange].Trim(" \t");
            if (element.IsEmpty)
            {
                continue;
            }

            if (text.Length > 0)
            {
                text.Append(',');
            }

            var first = true;
            foreach (var range in element.Split(';'))
            {
                text.Append(first ? "" : ";").Append(element[range].Trim(" \t"));
                first = false;
            }
        }

        return text.ToString();
    }
}
