using Microsoft.Extensions.Primitives;

namespace CachingGateway.Http;

/// <summary>Lists of tokens (RFC 9110 §5.6.1), over one line or several.</summary>
internal static class FieldLists
{
    /// <summary>The members, trimmed, without the empty ones.</summary>
    public static IEnumerable<string> Members(StringValues lines) =>
        lines.SelectMany(line => line?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []);
}
