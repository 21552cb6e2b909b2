using CachingGateway.Policies;

namespace CachingGateway.Commands;

/// <summary>Finds the policy that a command is about: the one named, else the one that <c>serve</c> would take.</summary>
internal static class PolicyInForce
{
    /// <returns><see langword="null"/>: there is none that can be read; what is wrong was written.</returns>
    public static async Task<PolicySnapshot?> ReadAsync(ICommandHost host, ServeOptions options, TextWriter error)
    {
        var path = options.Policy;
        if (path is null)
        {
            // What is wrong with other settings does not matter here.
            var settings = await host.CheckSettingsAsync(options);
            if (options.Config is not null && settings.File is null)
                await error.WriteLineAsync(string.Join(Environment.NewLine, settings.Faults));
            if (settings.Policy is null)
                return options.Config is not null && settings.File is null ? null : BuiltInPolicy.Create();
            path = settings.Policy;
        }

        var load = PolicyLoader.Load(path);
        foreach (var fault in load.Faults)
            await error.WriteLineAsync(fault.ToString());
        return load.Snapshot;
    }
}
