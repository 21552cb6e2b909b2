using System.CommandLine;

namespace CachingGateway.Commands;

/// <summary><c>health</c>: asks a running gateway whether it should be sent requests; for images that have no shell and no curl.</summary>
internal static class HealthCommand
{
    private const string UsualManagement = "http://localhost:8081";

    // Shorter than any probe's own patience, so that the reason is told and not cut off.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var management = new Option<Uri>("--management")
        {
            Description = $"The gateway's management listener (default {UsualManagement}).",
            HelpName = "url",
            DefaultValueFactory = static _ => new Uri(UsualManagement),
            CustomParser = static result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                    return url;
                result.AddError($"found \"{result.Tokens[0].Value}\"; allowed: a URL such as {UsualManagement}");
                return null;
            },
        };
        var command = new Command("health", "Ask a running gateway whether it should be sent requests: exit code 0 or 1.") { management };
        command.SetAction((result, cancellation) => AskAsync(result.GetValue(management)!, result.InvocationConfiguration, cancellation));
        return command;
    }

    private static async Task<int> AskAsync(Uri management, InvocationConfiguration streams, CancellationToken cancellation)
    {
        try
        {
            using var client = new HttpClient { Timeout = Patience };
            using var answer = await client.GetAsync(new Uri(management, "/health/ready"), cancellation);
            await (answer.IsSuccessStatusCode ? streams.Output : streams.Error).WriteLineAsync(
                await answer.Content.ReadAsStringAsync(cancellation));
            return answer.IsSuccessStatusCode ? 0 : CommandLine.Failed;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            await streams.Error.WriteLineAsync($"{management}: {exception.Message}");
            return CommandLine.Failed;
        }
    }
}
