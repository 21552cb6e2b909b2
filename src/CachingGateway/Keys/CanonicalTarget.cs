using System.Diagnostics.CodeAnalysis;

namespace CachingGateway.Keys;

/// <summary>One query parameter in canonical percent-encoding; <see cref="Value"/> is <see langword="null"/> where no <c>=</c> stood.</summary>
internal readonly record struct QueryParameter(string Name, string? Value);

/// <summary>
/// A request target in its one canonical form (RFC 3986 §6.2.2): what is matched, keyed and forwarded. Unreserved characters
/// stand unescaped, every other escape in upper case.
/// </summary>
internal sealed class CanonicalTarget
{
    private CanonicalTarget(string path, string[] segments, QueryParameter[] query)
    {
        Path = path;
        Segments = segments;
        Query = query;
    }

    /// <summary>The path, beginning with a slash, percent-encoded.</summary>
    public string Path { get; }

    /// <summary>The path's segments, percent-encoded; a trailing slash gives an empty last one.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>The parameters in the order they came.</summary>
    public IReadOnlyList<QueryParameter> Query { get; }

    /// <summary>
    /// Parses an origin-form or absolute-form target. Fails for a target that origins are known to read differently (dot segments
    /// plain or escaped, empty segments, escaped slash, backslash or NUL, a broken escape, a fragment, other forms).
    /// </summary>
    public static bool TryParse(string rawTarget, [NotNullWhen(true)] out CanonicalTarget? target) => throw new NotSupportedException("scaffold");
}
