using System.CommandLine;

namespace CachingGateway.Commands;

/// <summary>The options by which <c>serve</c> is told what the settings can say at length.</summary>
internal sealed class ServeCommandOptions
{
    private readonly Option<Uri?> _origin = new("--origin")
    {
        Description = "The origin API, such as https://api.example.org. Replaces the ReverseProxy section.",
        HelpName = "url",
        CustomParser = result => new Uri(result.Tokens[0].Value, UriKind.RelativeOrAbsolute),
    };

    private readonly Option<string?> _policy = new("--policy") { Description = "The policy file.", HelpName = "file" };

    private readonly Option<string?> _urls = new("--urls")
    {
        Description = "Where clients are answered (default http://localhost:8080). Replaces Kestrel:Endpoints.",
        HelpName = "urls",
    };

    private readonly Option<string?> _managementUrls = new("--management-urls")
    {
        Description = "Where operators are answered (default http://localhost:8081).",
        HelpName = "urls",
    };

    private readonly Option<string?> _config = new("--config")
    {
        Description = "The settings file (default config/gateway.json, if there is one).",
        HelpName = "file",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _origin, _policy, _urls, _managementUrls, _config })
            command.Add(option);
    }

    public ServeOptions Read(ParseResult result) => new()
    {
        Origin = result.GetValue(_origin),
        Policy = result.GetValue(_policy),
        Urls = result.GetValue(_urls),
        ManagementUrls = result.GetValue(_managementUrls),
        Config = result.GetValue(_config),
    };
}
