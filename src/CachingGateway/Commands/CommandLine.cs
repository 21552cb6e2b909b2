using System.CommandLine;

namespace CachingGateway.Commands;

/// <summary>What the commands need of the house above them.</summary>
internal interface ICommandHost
{
    /// <summary>Runs a gateway until the process is asked to end.</summary>
    Task<int> ServeAsync(ServeOptions options);
}

/// <summary>The command line. Exit codes: 0 fine, 1 the command failed, 2 wrong usage.</summary>
internal static class CommandLine
{
    public const int Failed = 1;
    public const int WrongUsage = 2;

    /// <summary>Runs the command that the arguments name; <c>serve</c> if they name none.</summary>
    public static async Task<int> RunAsync(string[] args, ICommandHost host)
    {
        var result = Root(host).Parse(args);
        if (result.Errors.Count == 0)
            return await result.InvokeAsync();
        foreach (var error in result.Errors)
            await Console.Error.WriteLineAsync(error.Message);
        return WrongUsage;
    }

    /// <summary>The options of <c>serve</c> alone.</summary>
    public static ServeOptions ParseServe(string[] args)
    {
        var options = new ServeCommandOptions();
        var command = new RootCommand();
        options.AddTo(command);
        return options.Read(command.Parse(args));
    }

    private static RootCommand Root(ICommandHost host)
    {
        var root = new RootCommand("A caching gateway in front of an unchanged origin API.");
        Serve(root, host);
        var serve = new Command("serve", "Run the gateway (the default).");
        Serve(serve, host);
        root.Add(serve);
        return root;
    }

    private static void Serve(Command command, ICommandHost host)
    {
        var options = new ServeCommandOptions();
        options.AddTo(command);
        command.SetAction((result, _) => host.ServeAsync(options.Read(result)));
    }
}
