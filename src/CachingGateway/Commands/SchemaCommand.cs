using System.CommandLine;
using CachingGateway.Policies.Members;

namespace CachingGateway.Commands;

/// <summary><c>schema</c>: the JSON Schema of the policy file, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The file to write (default: standard output).",
            HelpName = "file",
        };
        var command = new Command("schema", "Write the JSON Schema of the policy file.") { output };
        command.SetAction((result, cancellation) => WriteAsync(result.GetValue(output), result.InvocationConfiguration, cancellation));
        return command;
    }

    private static async Task<int> WriteAsync(string? file, InvocationConfiguration streams, CancellationToken cancellation)
    {
        var schema = PolicySchema.Write();
        if (file is null)
        {
            await streams.Output.WriteAsync(schema);
            return 0;
        }

        try
        {
            await File.WriteAllTextAsync(file, schema, cancellation);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await streams.Error.WriteLineAsync($"--output {file}: {exception.Message}");
            return CommandLine.Failed;
        }
    }
}
