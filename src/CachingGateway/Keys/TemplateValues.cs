using Microsoft.Extensions.Primitives;

namespace CachingGateway.Keys;

/// <summary>A keyed header field or cookie that a request carries, with each of its values.</summary>
internal readonly record struct NamedValues(string Name, StringValues Values);

/// <summary>The values of one request that templates may name: what is keyed, and never a credential.</summary>
internal sealed class TemplateValues
{
    public required string Service { get; init; }

    public required string Route { get; init; }

    /// <summary>The canonical host; as sent where it has no canonical form.</summary>
    public required string Host { get; init; }

    public required PathValues Path { get; init; }

    /// <summary>The keyed parameters, sorted by name.</summary>
    public required QueryParameter[] Query { get; init; }

    /// <summary>The keyed fields that the request carries, by lower-case name.</summary>
    public required NamedValues[] Headers { get; init; }

    public required NamedValues[] Cookies { get; init; }

    /// <summary>A hash of the credential; <see langword="null"/>: none is keyed, or none was sent.</summary>
    public required string? Identity { get; init; }

    /// <summary>A hash of the keyed body and its type; <see langword="null"/>: none.</summary>
    public required string? Body { get; init; }

    /// <summary>A hash of keyed parameters and body; <see langword="null"/>: there are none of them.</summary>
    public required string? Params { get; init; }

    /// <summary>The path value of a name; <see langword="null"/> where the path has none.</summary>
    public string? PathValue(string name)
    {
        foreach (var (key, value) in Path.All)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The keyed parameters of a name, given decoded.</summary>
    public IEnumerable<QueryParameter> Parameters(string name) => Query.Where(p => PercentEncoding.Decode(p.Name) == name);

    /// <summary>The values of a keyed field; empty where the request has none.</summary>
    public StringValues Header(string name) => Find(Headers, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The values of a keyed cookie; empty where the request has none.</summary>
    public StringValues Cookie(string name) => Find(Cookies, name, StringComparison.Ordinal);

    private static StringValues Find(NamedValues[] all, string name, StringComparison comparison)
    {
        foreach (var one in all)
        {
            if (one.Name.Equals(name, comparison))
            {
                return one.Values;
            }
        }

        return default;
    }
}
