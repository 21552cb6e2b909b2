using System.CommandLine;
using System.CommandLine.Parsing;
using CachingGateway.Keys;

namespace CachingGateway.Commands;

/// <summary><c>explain METHOD URL</c>: what the gateway would do with a request, and why; asks nobody.</summary>
internal sealed class ExplainCommand
{
    private readonly ICommandHost _host;
    private readonly ServeCommandOptions _serve = new();

    private readonly Argument<string> _method = new("method") { Description = "GET, POST, …: case-sensitive.", HelpName = "METHOD" };

    private readonly Argument<string> _url = new("url")
    {
        Description = "As a client would ask the gateway: http://localhost:8080/v1/trigs/123.",
        HelpName = "URL",
    };

    private readonly Option<string[]> _headers = new("--header", "-H")
    {
        Description = "A header field, \"Name: value\"; may be given many times.",
        HelpName = "field",
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<string?> _body = new("--body") { Description = "A file with the request's body.", HelpName = "file" };

    private readonly Option<bool> _json = CommandJson.Option("Write JSON.");

    private ExplainCommand(ICommandHost host) => _host = host;

    public static Command Create(ICommandHost host)
    {
        var parts = new ExplainCommand(host);
        var command = new Command("explain", "Say what the gateway would do with a request, and why. Asks neither a gateway nor an origin.")
        {
            parts._method, parts._url, parts._headers, parts._body, parts._serve.Policy, parts._serve.Config, parts._json,
        };
        parts._method.Validators.Add(static result => Refuse(result, RequestFields.IsToken, "a method, such as GET"));
        parts._url.Validators.Add(static result => Refuse(
            result, ExplainedRequest.IsUrl, "an absolute http or https URL, such as http://localhost:8080/v1/trigs/123"));
        parts._headers.Validators.Add(static result => Refuse(
            result, static field => ExplainedRequest.TrySplit(field, out _, out _), "a header field, such as \"Accept: text/html\""));
        command.SetAction((result, cancellation) => parts.RunAsync(result, cancellation));
        return command;
    }

    private static void Refuse(SymbolResult result, Func<string, bool> isFine, string allowed)
    {
        foreach (var token in result.Tokens.Where(token => !isFine(token.Value)))
            result.AddError($"found \"{token.Value}\"; allowed: {allowed}");
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var streams = result.InvocationConfiguration;
        var (body, problem) = await BodyAsync(result.GetValue(_body), cancellation);
        if (problem is not null)
        {
            await streams.Error.WriteLineAsync(problem);
            return CommandLine.WrongUsage;
        }

        if (await PolicyInForce.ReadAsync(_host, _serve.Read(result), streams.Error) is not { } policy)
            return CommandLine.Failed;
        var request = new ExplainedRequest(result.GetValue(_method)!, result.GetValue(_url)!, result.GetValue(_headers)!, body);
        var explanation = await Explainer.ExplainAsync(request, policy);
        await streams.Output.WriteLineAsync(
            result.GetValue(_json) ? CommandJson.Write(explanation) : ExplanationText.Write(explanation));
        return 0;
    }

    private static async Task<(byte[]? Body, string? Problem)> BodyAsync(string? file, CancellationToken cancellation)
    {
        try
        {
            return (file is null ? null : await File.ReadAllBytesAsync(file, cancellation), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, $"--body {file}: {exception.Message}");
        }
    }
}
