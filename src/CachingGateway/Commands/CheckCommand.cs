using System.CommandLine;
using CachingGateway.Management.Policy;
using CachingGateway.Policies;

namespace CachingGateway.Commands;

/// <summary><c>check</c>: every fault of the policy and of the settings, one a line; starts nothing.</summary>
internal static class CheckCommand
{
    public static Command Create(ICommandHost host)
    {
        var options = new ServeCommandOptions();
        var json = CommandJson.Option("Write the faults as a JSON array; an empty one means that there are none.");
        var command = new Command(
            "check",
            "Check the policy and the settings: what serve would start with, or with --policy alone that file and nothing else.")
        {
            options.Policy, options.Config, options.Origin, json,
        };
        command.SetAction((result, _) =>
            CheckAsync(host, options.Read(result), result.GetValue(json), result.InvocationConfiguration.Output));
        return command;
    }

    private static async Task<int> CheckAsync(ICommandHost host, ServeOptions options, bool json, TextWriter output)
    {
        var (faults, fine) = (new List<CheckFault>(), new List<string>());
        var policy = options.Policy;
        if (policy is null || options.Config is not null || options.Origin is not null)
            policy = await CheckSettingsAsync(host, options, faults, fine);
        if (policy is not null)
            CheckPolicy(policy, faults, fine);

        if (json)
            await output.WriteLineAsync(CommandJson.Write(faults));
        else
            await output.WriteLineAsync(string.Join(Environment.NewLine, [.. faults.Select(fault => fault.Text), .. fine]));
        return faults.Count == 0 ? 0 : CommandLine.Failed;
    }

    private static async Task<string?> CheckSettingsAsync(
        ICommandHost host, ServeOptions options, List<CheckFault> faults, List<string> fine)
    {
        var check = await host.CheckSettingsAsync(options);
        faults.AddRange(check.Faults.Select(fault => new CheckFault { Text = fault, File = check.File }));
        if (check.Faults.Count == 0)
            fine.Add($"{check.File ?? "settings"}: fine");
        if (check.Policy is null && check.Faults.Count == 0)
            fine.Add("no policy file: the built-in policy");
        return check.Policy;
    }

    private static void CheckPolicy(string policy, List<CheckFault> faults, List<string> fine)
    {
        var load = PolicyLoader.Load(policy);
        faults.AddRange(load.Faults.Select(CheckFault.Of));
        if (load.IsGood)
            fine.Add($"{policy}: fine, {load.Snapshot.Routes.Count} {(load.Snapshot.Routes.Count == 1 ? "route" : "routes")}");
    }
}
