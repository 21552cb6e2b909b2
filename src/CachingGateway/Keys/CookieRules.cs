using System.Text;
using Microsoft.Extensions.Primitives;

namespace CachingGateway.Keys;

/// <summary>Which cookies are keyed, forwarded and dropped. Names of cookies are case-sensitive.</summary>
internal sealed class CookieRules(KeySettings settings)
{
    private readonly string[] _keyed = [.. settings.Cookies.Order(StringComparer.Ordinal)];
    private readonly string[] _forwarded = [.. settings.ForwardCookies];

    /// <summary>Whether every cookie is one that the rules know: keyed, forwarded or ignored.</summary>
    public bool KnowsAll(StringValues lines)
    {
        var cookies = new CookieReader(lines);
        while (cookies.MoveNext())
        {
            var ignored = NameGlob.MatchesAny(settings.IgnoreCookies, cookies.Name) && !cookies.Name.IsEmpty;
            if (!ignored && !(cookies.IsClear && (Contains(_keyed, cookies.Name) || Contains(_forwarded, cookies.Name))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The keyed cookies that the request carries, each with all its values, by name.</summary>
    public NamedValues[] Keyed(StringValues lines)
    {
        if (lines.Count == 0 || _keyed.Length == 0)
        {
            return [];
        }

        var found = new List<NamedValues>(_keyed.Length);
        foreach (var name in _keyed)
        {
            var values = default(StringValues);
            var cookies = new CookieReader(lines);
            while (cookies.MoveNext())
            {
                values = cookies.Name.SequenceEqual(name) ? StringValues.Concat(values, cookies.Value.ToString()) : values;
            }

            if (values.Count > 0)
            {
                found.Add(new NamedValues(name, values));
            }
        }

        return [.. found];
    }

    /// <summary>
    /// The one line that the origin sees; <see langword="null"/>: none. Keyed cookies come first and in one order, so that the
    /// key says all of them.
    /// </summary>
    public string? Forward(StringValues lines)
    {
        if (lines.Count == 0)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var (name, values) in Keyed(lines))
        {
            foreach (var value in values)
            {
                Append(text, name, value);
            }
        }

        var cookies = new CookieReader(lines);
        while (_forwarded.Length > 0 && cookies.MoveNext())
        {
            if (Contains(_forwarded, cookies.Name))
            {
                Append(text, cookies.Name, cookies.Value);
            }
        }

        return text.Length == 0 ? null : text.ToString();
    }

    private static void Append(StringBuilder text, ReadOnlySpan<char> name, ReadOnlySpan<char> value) =>
        text.Append(text.Length == 0 ? "" : "; ").Append(name).Append('=').Append(value);

    private static bool Contains(string[] names, ReadOnlySpan<char> name)
    {
        foreach (var one in names)
        {
            if (name.SequenceEqual(one))
            {
                return true;
            }
        }

        return false;
    }
}
