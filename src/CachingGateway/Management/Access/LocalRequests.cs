using System.Net;
using CachingGateway.Http;

namespace CachingGateway.Management.Access;

/// <summary>
/// Tells this machine's own requests from those of others. A page of another site, which a browser on this machine has open, is not
/// this machine (foreign origins, DNS rebinding), and neither is whoever stands behind a proxy on it.
/// </summary>
internal static class LocalRequests
{
    private const string SecFetchSite = "Sec-Fetch-Site";

    /// <summary>Why it is not this machine's, in words; <see langword="null"/>: it is.</summary>
    public static string? Fault(HttpContext context)
    {
        var (request, headers) = (context.Request, context.Request.Headers);
        if (context.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address))
            return "the connection comes from another machine";
        if (headers.ContainsKey(FieldNames.Forwarded) || headers.ContainsKey(FieldNames.XForwardedFor))
            return "a proxy has passed it on";
        if (!IsLoopbackName(request.Host.Host))
            return "Host is not a name of this machine's loopback";
        if (headers.Origin is { Count: > 0 } origin && !(origin is [{ } only] && IsLoopbackSite(only)))
            return "Origin is another site";
        // Of two ports of one machine's loopback a browser says same-site; those, Origin has been seen to.
        return headers[SecFetchSite] == "cross-site" ? "a page of another site asks" : null;
    }

    private static bool IsLoopbackSite(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var site) && IsLoopbackName(site.Host);

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
