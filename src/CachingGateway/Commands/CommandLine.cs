using System.CommandLine;
using CachingGateway.Commands.Running;

namespace CachingGateway.Commands;

/// <summary>The command line. Exit codes: 0 fine, 1 the command failed, 2 wrong usage.</summary>
internal static class CommandLine
{
    public const int Failed = 1;
    public const int WrongUsage = 2;

    /// <summary>Runs the command that the arguments name; <c>serve</c> if they name none.</summary>
    /// <param name="output">Takes what was asked for; <see langword="null"/>: standard output.</param>
    /// <param name="error">Takes what went wrong; <see langword="null"/>: standard error.</param>
    public static async Task<int> RunAsync(string[] args, ICommandHost host, TextWriter? output = null, TextWriter? error = null)
    {
        // An @ begins a file with JSON, not one with more arguments.
        var result = Root(host).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var streams = new InvocationConfiguration
        {
            Output = output ?? Console.Out,
            Error = error ?? Console.Error,
            // Who serves sees to the end himself: what is in flight may finish, however long the parser would wait.
            ProcessTerminationTimeout = null,
        };
        if (result.Errors.Count == 0)
            return await result.InvokeAsync(streams);
        await streams.Error.WriteLineAsync(Usage.Explain(result));
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
        var root = new RootCommand("A caching gateway in front of an unchanged origin API. Without a command: serve.");
        Serve(root, host);
        var serve = new Command("serve", "Run the gateway (the default).");
        Serve(serve, host);
        root.Add(serve);
        root.Add(DemoCommand.Create(host));
        root.Add(OriginCommand.Create(host));
        root.Add(HealthCommand.Create());
        root.Add(CheckCommand.Create(host));
        root.Add(ExplainCommand.Create(host));
        root.Add(SchemaCommand.Create());
        root.Add(EventCommand.Create(host));
        root.Add(StatsCommand.Create());
        root.Add(KeysCommand.Create());
        root.Add(KeyCommand.Create());
        root.Add(PurgeCommand.Create());
        root.Add(LedgerCommand.Create());
        root.Add(ReplicasCommand.Create());
        root.Add(TokenCommand.Create());
        root.Add(CompletionCommand.Create());
        return root;
    }

    private static void Serve(Command command, ICommandHost host)
    {
        var options = new ServeCommandOptions();
        options.AddTo(command);
        command.SetAction((result, _) => host.ServeAsync(options.Read(result)));
    }
}
