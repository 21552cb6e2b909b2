using System.Diagnostics.CodeAnalysis;

namespace CachingGateway.Keys;

/// <summary>
/// One query parameter in canonical percent-encoding; <see cref="Value"/> is <see langword="null"/> where no <c>=</c> stood.
/// </summary>
internal readonly record struct QueryParameter(string Name, string? Value);

/// <summary>
/// A request target in its one canonical form (RFC 3986 §6.2.2): what is matched, keyed and forwarded. Unreserved characters
/// stand unescaped, every other escape in upper case.
/// </summary>
internal sealed class CanonicalTarget
{
    private CanonicalTarget(string path, string[] segments, QueryParameter[] query, string queryText)
    {
        QueryText = queryText;
        Path = path;
        Segments = segments;
        Query = query;
    }

    /// <summary>The path, beginning with a slash, percent-encoded.</summary>
    public string Path { get; }

    /// <summary>The path's segments, percent-encoded; a trailing slash gives an empty last one.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>
    /// The parameters in the order they came. A <c>+</c> stays as written; empty pieces (<c>a&amp;&amp;b</c>) are dropped.
    /// </summary>
    public IReadOnlyList<QueryParameter> Query { get; }

    /// <summary>The whole query as it came, with the question mark and canonical escapes; empty: there is none.</summary>
    public string QueryText { get; }

    /// <summary>
    /// Parses an origin-form or absolute-form target. Fails for a target that origins are known to read differently (dot segments
    /// plain or escaped, also before a semicolon; empty segments; an escaped slash, backslash or control character; path
    /// bytes that are not UTF-8; a broken escape; a fragment; non-ASCII characters; other forms).
    /// </summary>
    public static bool TryParse(string rawTarget, [NotNullWhen(true)] out CanonicalTarget? target)
    {
        target = null;
        if (!TryFindPath(rawTarget, out var start))
        {
            return false;
        }

        var rest = rawTarget.AsSpan(start);
        var mark = rest.IndexOf('?');
        var rawPath = mark < 0 ? rest : rest[..mark];
        if (!TryParsePath(rawPath, out var path, out var segments)
            || !TryParseQuery(mark < 0 ? default : rest[(mark + 1)..], out var query))
        {
            return false;
        }

        if (mark < 0)
            target = new CanonicalTarget(path, segments, query, "");
        else if (PercentEncoding.TryNormalize(rest[(mark + 1)..], UriPart.Query, out var text))
            target = new CanonicalTarget(path, segments, query, "?" + text);
        return target is not null;
    }

    /// <summary>Where the path begins: at once (RFC 9112 §3.2.1), or after scheme and authority (§3.2.2).</summary>
    private static bool TryFindPath(string rawTarget, out int start)
    {
        start = 0;
        if (rawTarget.StartsWith('/'))
        {
            return true;
        }

        var scheme = rawTarget.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http"
            : rawTarget.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https"
            : null;
        if (scheme is null)
        {
            return false;
        }

        var authority = rawTarget.AsSpan(scheme.Length + "://".Length);
        var end = authority.IndexOfAny("/?#\\");
        authority = end < 0 ? authority : authority[..end];
        start = scheme.Length + "://".Length + authority.Length;
        return CanonicalHost.TryParse(authority.ToString(), scheme, out _);
    }

    private static bool TryParsePath(
        ReadOnlySpan<char> raw, [NotNullWhen(true)] out string? path, [NotNullWhen(true)] out string[]? segments)
    {
        segments = null;
        if (raw.IsEmpty)
        {
            path = "/";
            segments = [""];
            return true;
        }

        if (!PercentEncoding.TryNormalize(raw, UriPart.Path, out path)
            || (path.Contains('%', StringComparison.Ordinal) && !PercentEncoding.TryDecode(path, out _)))
        {
            return false;
        }

        var parts = path[1..].Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            var last = i == parts.Length - 1;
            if (!(last && parts[i].Length == 0) && IsAmbiguous(parts[i]))
            {
                return false;
            }
        }

        segments = parts;
        return true;
    }

    /// <summary>
    /// Some servers drop what follows a semicolon before they look for dot segments: <c>/..;x/</c> is <c>/../</c> to them.
    /// </summary>
    private static bool IsAmbiguous(string segment)
    {
        var semicolon = segment.IndexOf(';', StringComparison.Ordinal);
        return (semicolon < 0 ? segment : segment.AsSpan(0, semicolon)) is "" or "." or "..";
    }

    private static bool TryParseQuery(ReadOnlySpan<char> raw, [NotNullWhen(true)] out QueryParameter[]? query)
    {
        query = [];
        if (raw.IsEmpty)
        {
            return true;
        }

        var parameters = new List<QueryParameter>(raw.Count('&') + 1);
        foreach (var range in raw.Split('&'))
        {
            var piece = raw[range];
            if (piece.IsEmpty)
            {
                continue;
            }

            var equals = piece.IndexOf('=');
            string? value = null;
            if (!PercentEncoding.TryNormalize(equals < 0 ? piece : piece[..equals], UriPart.Query, out var name)
                || (equals >= 0 && !PercentEncoding.TryNormalize(piece[(equals + 1)..], UriPart.Query, out value)))
            {
                return false;
            }

            parameters.Add(new QueryParameter(name, value));
        }

        query = [.. parameters];
        return true;
    }
}
