using CachingGateway.Management.Access;

namespace CachingGateway.Management.Dashboard;

/// <summary><c>GET /</c>: the dashboard, a page embedded in the assembly that speaks to the management API alone.</summary>
internal static class DashboardEndpoint
{
    // No inline script, no other origin: a name that a client chose could do nothing even if it were taken for markup.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        Map(endpoints, "/", "index.html", "text/html; charset=utf-8");
        Map(endpoints, "/dashboard/page.css", "page.css", "text/css; charset=utf-8");
        Map(endpoints, "/dashboard/page.js", "page.js", "text/javascript; charset=utf-8");
    }

    private static void Map(IEndpointRouteBuilder endpoints, string path, string file, string type)
    {
        var bytes = Read(file);
        endpoints.MapGet(path, (HttpResponse response) =>
        {
            response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers["Referrer-Policy"] = "no-referrer";
            // After an upgrade nobody mixes an old script with a new page.
            response.Headers.CacheControl = "no-store";
            return Results.Bytes(bytes, type);
        }).For(AccessRule.Page).ExcludeFromDescription();
    }

    private static byte[] Read(string file)
    {
        using var stream = typeof(DashboardEndpoint).Assembly.GetManifestResourceStream($"dashboard/{file}")
            ?? throw new InvalidOperationException($"The assembly lacks dashboard/{file}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
