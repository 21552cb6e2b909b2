using System.CommandLine;
using System.Text.Json;

namespace CachingGateway.Commands.Running;

/// <summary>The asking itself, alike for all commands: what goes wrong is told on standard error, with exit code 1.</summary>
internal static class RunningGateway
{
    /// <summary>Asks, and writes what <paramref name="run"/> makes of the answers.</summary>
    public static async Task<int> AskAsync(ParseResult result, ManagementOptions options, Func<ManagementClient, Task<int>> run)
    {
        using var client = options.Client(result);
        var error = result.InvocationConfiguration.Error;
        try
        {
            return await run(client);
        }
        catch (RefusedException refused)
        {
            await error.WriteLineAsync(refused.Message);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or JsonException)
        {
            await error.WriteLineAsync($"{client.Management}: {exception.Message}");
        }

        return CommandLine.Failed;
    }

    /// <summary>One question, and one answer to write.</summary>
    public static Task<int> AskAsync<T>(
        ParseResult result,
        ManagementOptions options,
        Func<ManagementClient, Task<ManagementReply>> ask,
        Func<T, ManagementReply, string> write) =>
        AskAsync(result, options, async client =>
        {
            var reply = (await ask(client)).Expected(client);
            await result.InvocationConfiguration.Output.WriteLineAsync(
                result.GetValue(options.Json) ? CommandJson.Write(reply.Json) : write(reply.Read<T>(), reply));
            return 0;
        });

    /// <summary>The reply, if it is a good one.</summary>
    /// <exception cref="RefusedException">It is not.</exception>
    public static ManagementReply Expected(this ManagementReply reply, ManagementClient client)
    {
        if (reply.IsGood)
            return reply;
        if (reply.Json is not { ValueKind: JsonValueKind.Object } problem)
            throw new RefusedException($"{client.Management}: {reply.Status}, and no gateway's management answers there");
        var reason = Text(problem, "reason") is { Length: > 0 } token ? $" ({token})" : "";
        throw new RefusedException($"refused: {reply.Status}{reason} {Text(problem, "detail")}".TrimEnd());
    }

    private static string Text(JsonElement json, string member) => json.TryGetProperty(member, out var value) ? value.ToString() : "";
}

/// <summary>A gateway did not do what it was asked; the message says why.</summary>
internal sealed class RefusedException(string message) : Exception(message);
