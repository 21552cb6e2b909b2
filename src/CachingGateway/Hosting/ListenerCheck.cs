using CachingGateway.Commands;

namespace CachingGateway.Hosting;

/// <summary>Looks at the addresses to listen on before Kestrel does, whose own words do not say where they were given.</summary>
internal static class ListenerCheck
{
    public static IEnumerable<string> Faults(IConfiguration settings, ServeOptions options) =>
        Given("--urls", options.Urls)
            .Concat(Given("--management-urls", options.ManagementUrls))
            .Concat(Given("--events-urls", options.EventsUrls))
            .Concat(settings.GetSection("Kestrel:Endpoints").GetChildren()
                .Select(endpoint => (Where: $"{endpoint.Path}:Url", Url: endpoint["Url"] ?? "")))
            .Where(given => !CanListenOn(given.Url))
            .Select(given => $"{given.Where}: found \"{given.Url}\"; allowed: a URL such as http://localhost:8080 or http://*:8080");

    private static IEnumerable<(string Where, string Url)> Given(string option, string? urls) =>
        (urls?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []).Select(url => (option, url));

    // With a star or plus in place of the host: all addresses.
    private static bool CanListenOn(string url) =>
        Uri.TryCreate(url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal),
            UriKind.Absolute, out var parsed)
        && (parsed.Scheme is "http" or "https")
        && parsed.PathAndQuery == "/";
}
