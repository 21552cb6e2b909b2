using System.CommandLine;

namespace CachingGateway.Commands;

/// <summary><c>demo</c>: the gateway before the sample origin, in one command.</summary>
internal static class DemoCommand
{
    public static Command Create(ICommandHost host)
    {
        var options = new ServeCommandOptions();
        var command = new Command("demo", "Run the gateway before a sample API, to try it out. Changes to its policy file count at once.")
        {
            options.Urls, options.ManagementUrls, options.EventsUrls, options.Policy,
        };
        command.SetAction((result, _) => host.DemoAsync(options.Read(result), result.InvocationConfiguration.Output));
        return command;
    }
}
