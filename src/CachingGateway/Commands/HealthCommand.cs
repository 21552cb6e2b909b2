using System.CommandLine;
using CachingGateway.Commands.Running;

namespace CachingGateway.Commands;

/// <summary><c>health</c>: asks a running gateway whether it should be sent requests; for images that have no shell and no curl.</summary>
internal static class HealthCommand
{
    // Shorter than the patience of whoever runs it as a probe, so that the reason is told and not cut off.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var management = ManagementOptions.NewUrl(isRequired: true);
        var command = new Command("health", "Ask a running gateway whether it should be sent requests: exit code 0 or 1.") { management };
        command.SetAction((result, cancellation) => AskAsync(result.GetValue(management)!, result.InvocationConfiguration, cancellation));
        return command;
    }

    private static async Task<int> AskAsync(Uri management, InvocationConfiguration streams, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Patience);
        try
        {
            // Health is told to everybody: no token.
            using var client = new ManagementClient(management, token: null);
            var reply = await client.GetAsync("/health/ready", deadline.Token);
            await (reply.IsGood ? streams.Output : streams.Error).WriteLineAsync(reply.Json?.ToString() ?? $"{management}: {reply.Status}, and no gateway's answer");
            return reply.IsGood ? 0 : CommandLine.Failed;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            await streams.Error.WriteLineAsync($"{management}: {exception.Message}");
            return CommandLine.Failed;
        }
    }
}
