using CachingGateway.Keys;

namespace CachingGateway.Policies.Matching;

/// <summary>
/// Hosts by which the routes are parted before anything else, so that a route costs nothing to requests of other hosts. A
/// pattern is its own key: <c>api.example.org</c>, <c>*.example.org</c>, either with a port.
/// </summary>
internal static class HostPattern
{
    public static string Canonical(string pattern) => pattern.ToLowerInvariant();

    /// <summary>The keys of all patterns that match a request's host; none for what is no host.</summary>
    /// <param name="host">As sent.</param>
    /// <param name="scheme">Gives the port where the host names none.</param>
    public static IEnumerable<string> KeysOf(string host, string scheme)
    {
        if (!CanonicalHost.TryParse(host, scheme, out var canonical))
            yield break;
        var (name, port) = Split(canonical);
        port ??= string.Equals(scheme, Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase) ? "443" : "80";
        foreach (var key in KeysOf(name))
        {
            yield return key;
            yield return $"{key}:{port}";
        }
    }

    /// <summary>The keys of the patterns that can cover a pattern: itself and wider ones, with its port or any.</summary>
    public static IEnumerable<string> KeysOfWider(string pattern)
    {
        var (name, port) = Split(pattern);
        return port is null ? KeysOf(name) : KeysOf(name).Concat(KeysOf(name).Select(key => $"{key}:{port}"));
    }

    /// <summary>Whether every host that matches <paramref name="narrow"/> matches <paramref name="wide"/> too.</summary>
    public static bool Covers(string wide, string narrow)
    {
        var (wideName, widePort) = Split(wide);
        var (narrowName, narrowPort) = Split(narrow);
        return (widePort is null || widePort == narrowPort)
            && (wideName == narrowName || (wideName.StartsWith('*') && narrowName.TrimStart('*').EndsWith(
                wideName[1..], StringComparison.Ordinal)
                && narrowName.Length > wideName.Length - 1));
    }

    private static IEnumerable<string> KeysOf(string name)
    {
        yield return name;
        for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = name.IndexOf('.', dot + 1))
            yield return $"*{name[dot..]}";
    }

    private static (string Name, string? Port) Split(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon < 0 || host.EndsWith(']') ? (host, null) : (host[..colon], host[(colon + 1)..]);
    }
}
