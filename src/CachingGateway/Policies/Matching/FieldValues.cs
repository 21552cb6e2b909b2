using CachingGateway.Keys;
using Microsoft.Extensions.Primitives;

namespace CachingGateway.Policies.Matching;

/// <summary>Takes from a request the values that conditions compare, as YARP does.</summary>
internal static class FieldValues
{
    /// <summary>The items of a list field (RFC 9110 §5.6.1), without their quotes; a comma in quotes parts nothing.</summary>
    public static List<string> Items(StringValues fields)
    {
        var items = new List<string>();
        foreach (var field in fields)
        {
            if (!string.IsNullOrEmpty(field))
                Split(field, items);
        }

        return items;
    }

    /// <summary>The values of a cookie, in the order sent; a quoted one without its quotes.</summary>
    public static List<string> Cookies(StringValues fields, string name)
    {
        var values = new List<string>();
        var cookies = new CookieReader(fields);
        while (cookies.MoveNext())
        {
            if (cookies.Name.SequenceEqual(name))
                values.Add(Unquote(cookies.Value));
        }

        return values;
    }

    /// <summary>The values of a parameter, decoded as forms are: a plus is a space.</summary>
    public static List<string> Parameters(IReadOnlyList<QueryParameter> query, string name)
    {
        var values = new List<string>();
        foreach (var parameter in query)
        {
            // Names are compared as YARP's (and every ASP.NET Core) query does: without regard to case.
            if (Decode(parameter.Name).Equals(name, StringComparison.OrdinalIgnoreCase))
                values.Add(Decode(parameter.Value ?? ""));
        }

        return values;
    }

    private static string Decode(string text) => PercentEncoding.Decode(text.Replace('+', ' '));

    private static void Split(string field, List<string> items)
    {
        var (start, quoted) = (0, false);
        for (var at = 0; at <= field.Length; at++)
        {
            if (at < field.Length && field[at] == '"')
                quoted = !quoted;
            if (at < field.Length && (quoted || field[at] != ','))
                continue;
            items.Add(Unquote(field.AsSpan(start, at - start).Trim()));
            start = at + 1;
        }
    }

    private static string Unquote(ReadOnlySpan<char> text) =>
        (text.Length > 1 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text).ToString();
}
