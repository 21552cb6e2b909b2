using System.Diagnostics;
using CachingGateway.TestKit;

namespace CachingGateway.FunctionalTests.Deployment;

/// <summary>What a program said of files, and its exit code.</summary>
internal sealed record ToolRun(int Code, string Output)
{
    public static Task<ToolRun> OfAsync(string program, params string[] arguments) => OfAsync(program, arguments, []);

    /// <summary>This program itself, in a process of its own with an environment of its own.</summary>
    public static Task<ToolRun> OfGatewayAsync(IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments) =>
        OfAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "CachingGateway.dll"), .. arguments], environment);

    private static async Task<ToolRun> OfAsync(
        string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = DeployFiles.Root, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().Within();
        return new ToolRun(process.ExitCode, await output + await error);
    }
}
