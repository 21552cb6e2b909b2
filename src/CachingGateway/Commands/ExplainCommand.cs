using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using CachingGateway.Commands.Running;
using CachingGateway.Management.Explaining;
using CachingGateway.Management.Policy;
using CachingGateway.Keys;

namespace CachingGateway.Commands;

/// <summary><c>explain METHOD URL</c>: what the gateway would do with a request, and why; asks nobody, or a running gateway.</summary>
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

    private readonly ManagementOptions _gateway = new("Write JSON.", isRequired: false);

    private ExplainCommand(ICommandHost host) => _host = host;

    public static Command Create(ICommandHost host)
    {
        var parts = new ExplainCommand(host);
        var command = new Command("explain", "Say what the gateway would do with a request, and why. Asks no origin; with --management a running gateway, what it has stored.")
        {
            parts._method, parts._url, parts._headers, parts._body, parts._serve.Policy, parts._serve.Config,
        };
        parts._gateway.AddTo(command);
        parts._method.Validators.Add(static result => Refuse(result, RequestFields.IsToken, "a method, such as GET"));
        parts._url.Validators.Add(static result => Refuse(
            result, ExplainedRequest.IsUrl, "an absolute http or https URL, such as http://localhost:8080/v1/trigs/123"));
        parts._headers.Validators.Add(static result => Refuse(
            result, static field => ExplainedRequest.TrySplit(field, out _, out _), "a header field, such as \"Accept: text/html\""));
        command.Validators.Add(result =>
        {
            if (result.GetResult(parts._gateway.Url) is not { Implicit: false })
                return;
            foreach (var option in new Option[] { parts._serve.Policy, parts._serve.Config }.Where(option => result.GetResult(option) is not null))
                result.AddError($"{option.Name} does not go with --management: a running gateway has a policy in force.");
        });
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

        if (result.GetValue(_gateway.Url) is not null)
            return await AskAsync(result, body, cancellation);

        if (await PolicyInForce.ReadAsync(_host, _serve.Read(result), streams.Error) is not { } policy)
            return CommandLine.Failed;
        var request = new ExplainedRequest(result.GetValue(_method)!, result.GetValue(_url)!, result.GetValue(_headers)!, body);
        var explanation = await Explainer.ExplainAsync(request, policy);
        await streams.Output.WriteLineAsync(
            result.GetValue(_gateway.Json) ? CommandJson.Write(explanation) : ExplanationText.Write(explanation));
        return 0;
    }

    private Task<int> AskAsync(ParseResult result, byte[]? body, CancellationToken cancellation) => RunningGateway.AskAsync<Explanation>(
        result,
        _gateway,
        client => client.PostAsync(
            "/policy/explain",
            new ExplainBody
            {
                Url = result.GetValue(_url)!,
                Method = result.GetValue(_method),
                Headers = result.GetValue(_headers),
                Body = body is null ? null : Encoding.UTF8.GetString(body),
            },
            cancellation),
        static (explanation, _) => ExplanationText.Write(explanation));

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
