using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CachingGateway.Keys;

/// <summary>The one form of a request's host: lower case, without the scheme's default port, without a trailing dot.</summary>
internal static class CanonicalHost
{
    private const int MaxNameLength = 253;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._");

    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>
    /// Parses a <c>Host</c> field or <c>:authority</c> (RFC 9110 §7.2). Fails for anything but a name of letters, digits,
    /// hyphens, underscores and dots, an IPv4 address, or an IPv6 address in brackets, with or without a port from 1 to 65535.
    /// </summary>
    public static bool TryParse(string host, string scheme, [NotNullWhen(true)] out string? canonical)
    {
        canonical = null;
        var bracket = host.StartsWith('[') ? host.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = host.IndexOf(':', bracket + 1);
        var name = colon < 0 ? host.AsSpan() : host.AsSpan(0, colon);
        if (!TryReadPort(colon < 0 ? default : host.AsSpan(colon + 1), scheme, out var port))
        {
            return false;
        }

        var text = bracket > 0 ? ReadAddress(name) : ReadName(host, name);
        canonical = text is null || port is null ? text : $"{text}:{port.Value.ToString(CultureInfo.InvariantCulture)}";
        return canonical is not null;
    }

    private static bool TryReadPort(ReadOnlySpan<char> text, string scheme, out int? port)
    {
        port = null;
        if (text.IsEmpty)
        {
            return true; // RFC 3986 §6.2.3: a colon without a port is the same as none.
        }

        if (text.Length > 5 || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is < 1 or > 65535)
        {
            return false;
        }

        var standard = scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? 443 : 80;
        port = number == standard ? null : number;
        return true;
    }

    private static string? ReadName(string host, ReadOnlySpan<char> name)
    {
        name = name.EndsWith(".") ? name[..^1] : name;
        if (name.IsEmpty || name.Length > MaxNameLength || name.ContainsAnyExcept(NameCharacters)
            || name.StartsWith(".") || name.EndsWith(".") || name.IndexOf("..") >= 0)
        {
            return null;
        }

        var sameText = name.Length == host.Length && !name.ContainsAnyInRange('A', 'Z');
        return sameText ? host : name.ToString().ToLowerInvariant();
    }

    private static string? ReadAddress(ReadOnlySpan<char> bracketed)
    {
        // A zone (%eth0) means something to one machine only, and is refused with everything else that is no address.
        var inner = bracketed.EndsWith("]") ? bracketed[1..^1] : default;
        return !inner.ContainsAnyExcept(AddressCharacters)
            && IPAddress.TryParse(inner, out var address)
            && address.AddressFamily == AddressFamily.InterNetworkV6
                ? $"[{address}]"
                : null;
    }
}
