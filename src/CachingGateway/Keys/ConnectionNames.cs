using Microsoft.Extensions.Primitives;

namespace CachingGateway.Keys;

/// <summary>
/// The fields that a request's <c>Connection</c> names: they are for this hop only (RFC 9110 §7.6.1), so the client's copies
/// are gone before anything is keyed or forwarded.
/// </summary>
internal readonly struct ConnectionNames
{
    private readonly StringValues _values;

    private ConnectionNames(StringValues values) => _values = values;

    public static ConnectionNames Of(IHeaderDictionary headers)
    {
        var values = headers.Connection;
        return values.Count == 1 && (IsToken(values[0], "keep-alive") || IsToken(values[0], "close"))
            ? default
            : new ConnectionNames(values);
    }

    /// <summary>The field's values as far as they count: none where <c>Connection</c> names it.</summary>
    public StringValues Read(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) && !Contains(name) ? values : default;

    public bool Contains(string name)
    {
        foreach (var line in _values)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                if (line.AsSpan()[range].Trim(" \t").Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsToken(string? value, string token) => string.Equals(value, token, StringComparison.OrdinalIgnoreCase);
}
