using System.CommandLine;

namespace CachingGateway.Commands;

/// <summary>The options by which <c>serve</c> is told what the settings can say at length. Other commands take some of them.</summary>
internal sealed class ServeCommandOptions
{
    public Option<Uri?> Origin { get; } = new("--origin")
    {
        Description = "The origin API, such as https://api.example.org. Replaces the ReverseProxy section.",
        HelpName = "url",
        CustomParser = result => new Uri(result.Tokens[0].Value, UriKind.RelativeOrAbsolute),
    };

    public Option<string?> Policy { get; } = new("--policy") { Description = "The policy file.", HelpName = "file" };

    public Option<string?> Redis { get; } = new("--redis")
    {
        Description = "The Redis that replicas share: host:port, redis://… or rediss://… (default: none, everything in this process).",
        HelpName = "address",
    };

    public Option<string?> Urls { get; } = new("--urls")
    {
        Description = "Where clients are answered (default http://localhost:8080). Replaces Kestrel:Endpoints.",
        HelpName = "urls",
    };

    public Option<string?> ManagementUrls { get; } = new("--management-urls")
    {
        Description = "Where operators are answered (default http://localhost:8081).",
        HelpName = "urls",
    };

    public Option<string?> EventsUrls { get; } = new("--events-urls")
    {
        Description = "Where webhooks are taken and nothing else is answered (default: only where operators are).",
        HelpName = "urls",
    };

    public Option<string?> Config { get; } = new("--config")
    {
        Description = "The settings file (default config/gateway.json, if there is one).",
        HelpName = "file",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Origin, Policy, Redis, Urls, ManagementUrls, EventsUrls, Config })
            command.Add(option);
    }

    /// <summary>What was given; an option that the command does not take was not.</summary>
    public ServeOptions Read(ParseResult result) => new()
    {
        Origin = result.GetValue(Origin),
        Policy = result.GetValue(Policy),
        Redis = result.GetValue(Redis),
        Urls = result.GetValue(Urls),
        ManagementUrls = result.GetValue(ManagementUrls),
        EventsUrls = result.GetValue(EventsUrls),
        Config = result.GetValue(Config),
    };
}
