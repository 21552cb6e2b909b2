using CachingGateway.Http;
using CachingGateway.Keys;

namespace CachingGateway.Pipeline;

/// <summary>
/// Refuses what two readers may read in two ways, and takes away what was meant for this connection alone, before anything else
/// looks at a request. What Kestrel refuses by itself is not checked again.
/// </summary>
internal static class RequestGuard
{
    /// <summary>What is wrong with the request; <see langword="null"/>: nothing.</summary>
    public static string? Fault(HttpRequest request)
    {
        if (request.Headers.TransferEncoding.Count > 0 && request.Headers.ContainsKey("Content-Length"))
            return "Both Transfer-Encoding and Content-Length (RFC 9112 §6.1).";
        if (!CanonicalHost.TryParse(request.Headers.Host.ToString(), request.Scheme, out _))
            return "No usable Host (RFC 9112 §3.2).";
        foreach (var (name, values) in request.Headers)
        {
            foreach (var value in values)
            {
                if (FieldText.HasControls(value))
                    return $"A control character in the field {name} (RFC 9110 §5.5).";
            }
        }

        return null;
    }

    /// <summary>
    /// Drops the fields that <c>Connection</c> names (RFC 9110 §7.6.1). YARP drops a fixed list and not these.
    /// </summary>
    public static void DropConnectionFields(IHeaderDictionary headers)
    {
        foreach (var field in ConnectionOptions.FieldsToDrop(headers.Connection))
            headers.Remove(field);
    }
}
