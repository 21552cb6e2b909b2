using System.CommandLine;

namespace CachingGateway.Commands;

/// <summary><c>demo</c>: the gateway before the sample origin, in one command.</summary>
internal static class DemoCommand
{
    public static Command Create(ICommandHost host)
    {
        var options = new ServeCommandOptions();
        var port = new Option<int>("--origin-port")
        {
            Description = "Where the sample API listens on loopback, for a second gateway before it (default: any free port).",
            HelpName = "port",
        };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535)
                result.AddError("--origin-port: allowed: 0 to 65535");
        });
        var command = new Command("demo", "Run the gateway before a sample API, to try it out. Changes to its policy file count at once.")
        {
            options.Urls, options.ManagementUrls, options.EventsUrls, options.Policy, options.Redis, port,
        };
        command.SetAction((result, _) => host.DemoAsync(options.Read(result), result.GetValue(port), result.InvocationConfiguration.Output));
        return command;
    }
}
