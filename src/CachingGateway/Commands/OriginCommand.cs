using System.CommandLine;

namespace CachingGateway.Commands;

/// <summary><c>origin</c>: the sample origin alone, for gateways that run elsewhere.</summary>
internal static class OriginCommand
{
    private const string Usual = "http://localhost:9001";

    public static Command Create(ICommandHost host)
    {
        var url = new Option<Uri>("--url")
        {
            Description = $"Where it listens (default {Usual}).",
            HelpName = "url",
            DefaultValueFactory = static _ => new Uri(Usual),
            CustomParser = static result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url is { Scheme: "http", PathAndQuery: "/" })
                    return url;
                result.AddError($"found \"{result.Tokens[0].Value}\"; allowed: a URL such as {Usual} or http://0.0.0.0:9001");
                return null;
            },
        };
        var command = new Command("origin", "Run the sample API alone, for several gateways before it.") { url };
        command.SetAction((result, _) => host.OriginAsync(result.GetValue(url)!, result.InvocationConfiguration.Output));
        return command;
    }
}
