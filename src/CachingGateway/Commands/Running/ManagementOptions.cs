using System.CommandLine;

namespace CachingGateway.Commands.Running;

/// <summary>The options of every command that asks a running gateway.</summary>
internal sealed class ManagementOptions
{
    public const string TokenVariable = "CACHING_GATEWAY_TOKEN";

    private const string Usual = "http://localhost:8081";

    /// <param name="isRequired">Whether there is always a gateway to ask; if not, none is unless the option is given.</param>
    public ManagementOptions(string json = "Write the answer as JSON.", bool isRequired = true)
    {
        Url = NewUrl(isRequired);
        Json = CommandJson.Option(json);
    }

    public Option<Uri?> Url { get; }

    public Option<string?> Token { get; } = new("--token")
    {
        Description = $"A token with the scope that is needed (default: {TokenVariable} of the environment).",
        HelpName = "token",
    };

    public Option<bool> Json { get; }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Url, Token, Json })
            command.Add(option);
    }

    public ManagementClient Client(ParseResult result) => new(
        result.GetValue(Url)!, result.GetValue(Token) ?? Environment.GetEnvironmentVariable(TokenVariable));

    public static Option<Uri?> NewUrl(bool isRequired) => new("--management")
    {
        Description = isRequired
            ? $"The gateway's management listener (default {Usual})."
            : $"The management listener of a running gateway, such as {Usual}, to be asked.",
        HelpName = "url",
        DefaultValueFactory = _ => isRequired ? new Uri(Usual) : null,
        CustomParser = static result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                return url;
            result.AddError($"found \"{result.Tokens[0].Value}\"; allowed: a URL such as {Usual}");
            return null;
        },
    };
}
