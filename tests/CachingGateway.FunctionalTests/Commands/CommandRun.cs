using CachingGateway.Commands;
using CachingGateway.Hosting;

namespace CachingGateway.FunctionalTests.Commands;

/// <summary>What came of one command, run in this process as the program runs it.</summary>
internal sealed record CommandRun(int Code, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public static async Task<CommandRun> OfAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(args, new CommandHost(), output, error);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}

/// <summary>Files of one test, removed at its end.</summary>
internal sealed class TestFiles : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("commands-test-");

    public string Path(string name) => System.IO.Path.Combine(_directory.FullName, name);

    /// <summary>Writes a file and names it.</summary>
    public string Add(string name, string text)
    {
        File.WriteAllText(Path(name), text);
        return Path(name);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
